import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountState, clash } from './account'

test('the three administrators hold no other role', () => {
  assert.ok(clash(['system_admin', 'street_clerk']))
  assert.ok(clash(['security_admin', 'security_auditor']))
  assert.ok(!clash(['security_admin']))
  assert.ok(!clash(['street_clerk', 'reviewer']))
})
test('a disabled account is disabled whatever else is said', () => {
  assert.equal(accountState({ id: '', name: '', login: '', state: 'active', disabled: true }), 'disabled')
  assert.equal(accountState({ id: '', name: '', login: '', state: 'pending' }), 'pending')
  assert.equal(accountState({ id: '', name: '', login: '' }), 'active')
})
