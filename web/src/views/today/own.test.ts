import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Explanation, RecordType, Session } from '@/api/types'
import { decidedTypes, ownFigures, ownRecord } from './own'

const title = { zh: '甲', en: 'A' }
const session = (records: (string | null)[]) =>
  ({ roles: records.map((record) => ({ role: 'r', record })) }) as unknown as Session

test('only who sees nobody else is told of herself', () => {
  assert.equal(ownRecord(session(['u1'])), 'u1')
  assert.equal(ownRecord(session(['u1', null])), null)
  assert.equal(ownRecord(session([])), null)
  assert.equal(ownRecord(null), null)
})
test('a level has its unit, money two decimals, what is a table is left to her page', () => {
  const type = {
    id: 'one',
    parent: null,
    decisions: ['m'],
    fields: [{ id: 'rank', type: 'integer', title, decided_by: 'm.rank' }],
  } as unknown as RecordType
  const one = (model: string, value: unknown, more: object) =>
    ({ decision: `${model}.rank`, model, title, value, steps: [], ...more }) as unknown as Explanation
  const found = ownFigures(
    [
      one('m', 4, { field: 'rank', unit: { zh: '级', en: 'level {}' } }),
      one('p', '3370', { view: 'month' }),
      one('t', [1], {}),
    ],
    type,
    (value) => (value as typeof title | undefined)?.zh ?? '',
  )
  assert.deepEqual(
    found.map((each) => each.value),
    ['4 级', '3,370.00'],
  )
  assert.deepEqual(decidedTypes([type, { ...type, decisions: [] }]), [type])
})
