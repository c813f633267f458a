import assert from 'node:assert/strict'
import { test } from 'node:test'
import { detailOf, opened, outcome } from './log'

test('a delta is said name by name', () => {
  assert.equal(detailOf({ delta: { a: 1, b: { c: 2 } } }), 'a: 1 · b: {"c":2}')
  assert.deepEqual(detailOf({ delta: { zh: '甲', en: 'A' } }), { zh: '甲', en: 'A' })
  assert.equal(detailOf({}), '')
})
test('an address is what was opened, and what it is of', () => {
  assert.deepEqual(opened('/api/v1/records/boat'), { what: 'records', of: 'boat', how: 'list' })
  assert.equal(opened('/api/v1/records/boat/u1/history').how, 'one')
  assert.equal(opened('/api/v1/runs/month/r1/export').how, 'file')
  assert.equal(opened('/api/v1/unheard').what, null)
})
test('a status is a word', () => {
  assert.deepEqual([200, 403, 404, 422, 500].map(outcome), [
    'done',
    'not_allowed',
    'not_found',
    'refused',
    'failed',
  ])
})
