import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isEcho } from './live'

test('what one did oneself is no news, what came later is', () => {
  assert.equal(isEcho(10_000, 9_000), true)
  assert.equal(isEcho(20_000, 9_000), false)
  assert.equal(isEcho(20_000, 0), false)
})
