import assert from 'node:assert/strict'
import { test } from 'node:test'
import { actorOf, detailOf, pageOf } from './log'

test('a page is read with or without a cursor', () => {
  assert.deepEqual(pageOf([{ id: '1' }]), { rows: [{ id: '1' }], next: null })
  assert.deepEqual(pageOf({ rows: [{ id: '1' }], next: '' }), { rows: [{ id: '1' }], next: null })
  assert.equal(pageOf({ events: [], next: 'c' }).next, 'c')
})
test('a delta is said name by name', () => {
  assert.equal(detailOf({ id: '1', delta: { a: 1, b: { c: 2 } } }), 'a: 1 · b: {"c":2}')
  assert.deepEqual(detailOf({ id: '1', detail: { zh: '甲', en: 'A' } }), { zh: '甲', en: 'A' })
  assert.equal(detailOf({ id: '1' }), '')
})
test('the name of who did it goes before the id', () => {
  assert.equal(actorOf({ id: '1', actor: 'u', actor_name: '王某' }), '王某')
})
