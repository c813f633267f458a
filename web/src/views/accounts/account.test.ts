import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountState, clash, current, type Assignment, type Role } from './account'

const role = (id: string, exclusive: boolean): Role => ({
  id,
  title: { zh: '', en: '' },
  exclusive,
  own_record_only: false,
  rights: [],
})
const roles = [
  role('clerk', false),
  role('reviewer', false),
  role('guard', true),
  role('keeper', true),
]

test('an exclusive role stands alone', () => {
  assert.ok(clash(['clerk'], 'guard', roles))
  assert.ok(clash(['guard'], 'keeper', roles))
  assert.ok(clash(['guard'], 'clerk', roles))
  assert.ok(!clash([], 'guard', roles))
  assert.ok(!clash(['clerk'], 'reviewer', roles))
})
test('an unknown state passes for an active account', () => {
  assert.equal(accountState({ state: 'disabled' }), 'disabled')
  assert.equal(accountState({ state: 'odd' }), 'active')
})
test('what has ended or was refused is not among the roles', () => {
  const one = (state: string): Assignment => ({
    id: state,
    role: 'clerk',
    title: null,
    region: null,
    state,
  })
  assert.deepEqual(
    current([one('active'), one('pending'), one('ended'), one('rejected')]).map((each) => each.id),
    ['active', 'pending'],
  )
})
