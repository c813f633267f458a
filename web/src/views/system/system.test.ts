import assert from 'node:assert/strict'
import { test } from 'node:test'
import { megabytes, went } from './system'

test('a size is said in megabytes', () => {
  assert.equal(megabytes(48234496), '46.0 MB')
  assert.equal(megabytes(undefined), '—')
})
test('a failed backup is never shown as a good one', () => {
  assert.ok(!went({ ok: false }))
  assert.ok(!went({ state: 'failed' }))
  assert.ok(went({ state: 'done' }))
})
