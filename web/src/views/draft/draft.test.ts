import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Decision, Draft } from '@/api/types'
import {
  changesIn,
  choicesOf,
  emptyRow,
  firstToTry,
  gridOf,
  leavesOf,
  modelsOf,
  withLeaves,
} from './draft'

const bands = [
  { upto: 36000, rate: 0.03 },
  { upto: null, rate: 0.45 },
]

test('every figure of a nested value can be typed over, the rest stays', () => {
  const leaves = leavesOf(bands)
  assert.deepEqual(
    leaves.map((leaf) => leaf.path.join('.')),
    ['0.upto', '0.rate', '1.upto', '1.rate'],
  )
  leaves[1]!.value = '0.035'
  assert.deepEqual(withLeaves(bands, leaves), [
    { upto: '36000', rate: '0.035' },
    { upto: null, rate: '0.45' },
  ])
  assert.deepEqual(bands[0], { upto: 36000, rate: 0.03 })
})
test('a value that is one figure, word or yes is its own leaf', () => {
  assert.equal(withLeaves(3000, [{ path: [], kind: 'figure', value: ' 3200.50 ' }]), '3200.50')
  assert.equal(withLeaves(true, [{ path: [], kind: 'yes_no', value: 'false' }]), false)
  assert.equal(leavesOf('levels')[0]!.kind, 'text')
})
test('the choices of a text are the words that are not keys', () => {
  const words = { mode: { zh: '进位', en: 'Rounding' }, up: { zh: '进', en: 'Up' } }
  const parameter = { name: 'x', title: { zh: '', en: '' }, value: { mode: 'up' }, words }
  assert.deepEqual(choicesOf(parameter), ['up'])
})

const decision = {
  title: { zh: '表', en: 'Table' },
  kind: 'table',
  inputs: ['a'],
  outputs: ['b'],
  annotations: ['zh'],
  rules: [{ id: 'r1', row: 1, inputs: ['1'], outputs: ['2'], annotations: { zh: '三' } }],
} as unknown as Decision
test('a table becomes rows of text, and what was changed is counted', () => {
  const before = gridOf(decision)
  assert.deepEqual(before, [{ id: 'r1', inputs: ['1'], outputs: ['2'], annotations: ['三'] }])
  const now = gridOf(decision)
  assert.equal(changesIn(now, before), 0)
  now[0]!.outputs[0] = '5'
  now.push(emptyRow(decision))
  assert.equal(changesIn(now, before), 2)
  assert.equal(changesIn([], before), 1)
})

test('what a draft changes is tried first, else the main rule', () => {
  const draft = {
    files: { 'localities/99/decisions/toll.dmn': '', 'parameters/x.yaml': '' },
    changes: [{ kind: 'parameter' }, { kind: 'cell', decision: 'toll.base' }],
  } as unknown as Draft
  assert.deepEqual(modelsOf(draft), ['toll'])
  const heads = [{ id: 'toll.base' }, { id: 'toll.toll', main: true }]
  assert.equal(firstToTry(draft, heads), 'toll.base')
  assert.equal(firstToTry({ ...draft, changes: [] }, heads), 'toll.toll')
  assert.equal(firstToTry(draft, []), '')
})
