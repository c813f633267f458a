import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DecisionInput, Meta } from '@/api/types'
import { codesOf, kept, modelOf, rowsByDecision, typesThatFill, valuesOf } from './trial'

const words = (text: string) => ({ zh: text, en: text })
const input = (name: string, value: string, kind: DecisionInput['kind'] = 'text'): DecisionInput => ({
  name,
  title: words(name),
  kind,
  choices: [],
  value,
})

test('records fill in a model that decides a field of theirs, or is run over them', () => {
  const field = (decided_by?: string) => ({ id: 'f', type: 'integer', title: words('f'), decided_by })
  const meta = {
    record_types: [
      { id: 'boat', title: words('Boat'), fields: [field('standing.rank')] },
      { id: 'crew', title: words('Crew'), fields: [field()] },
      { id: 'port', title: words('Port'), fields: [field('other')] },
    ],
    dictionaries: {},
    views: [{ id: 'v', kind: 'decision_run', record: 'crew', decision: 'dues', title: words('v') }],
  } as unknown as Meta
  const ids = (model: string) => typesThatFill(meta, model).map((type) => type.id)
  assert.deepEqual(ids('standing'), ['boat'])
  assert.deepEqual(ids('dues'), ['crew'])
  assert.deepEqual(ids('stand'), [])
  assert.deepEqual(typesThatFill(null, 'x'), [])
})
test('inputs are sent by name without blanks around', () => {
  assert.deepEqual(valuesOf([input('a', ' 1 '), input('b', '')]), { a: '1', b: '' })
  assert.equal(modelOf('grade.level'), 'grade')
})
test('several codes keep their order and their number', () => {
  assert.deepEqual(codesOf('b,a,b'), ['b', 'a', 'b'])
  assert.deepEqual(codesOf(''), [])
})
test('what was typed stays while the kind is the same', () => {
  const now = [input('a', 'new'), input('b', '', 'number'), input('c', 'filled')]
  const made = kept(now, [input('a', 'typed'), input('b', 'x')])
  assert.deepEqual(
    made.map((each) => each.value),
    ['typed', '', 'filled'],
  )
})
test('rows that matched are gathered by decision', () => {
  const row = (decision: string, rule: string) => ({ decision, title: words(''), rule, row: 1 })
  const tried = {
    title: words(''),
    value: null,
    said: words(''),
    parts: [],
    steps: [],
    matched: [row('m.a', 'r1'), row('m.b', 'r2'), row('m.a', 'r3')],
    problems: [],
  }
  const rows = rowsByDecision(tried)
  assert.deepEqual([...rows.keys()], ['m.a', 'm.b'])
  assert.deepEqual([...rows.get('m.a')!], ['r1', 'r3'])
  assert.equal(rowsByDecision(null).size, 0)
})
