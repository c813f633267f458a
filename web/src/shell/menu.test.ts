import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { View } from '@/api/types'
import { actionPath, current, entries, ownPages, pathOf } from './menu'

const title = { zh: '甲', en: 'A' }
const views: View[] = [
  { id: 'people', kind: 'list', record: 'one', title },
  { id: 'month', kind: 'decision_run', record: 'one', title },
  { id: 'places', kind: 'regions', title },
]

test('a declared view leads to its page, a name of the program to its own', () => {
  assert.equal(pathOf('people', views), '/v/people')
  assert.equal(pathOf('places', views), '/regions')
  assert.equal(pathOf('accounts', views), '/accounts')
})
test('today stands above the groups, and groups left empty vanish', () => {
  const menu = [
    { group: title, items: [{ id: 't', title, view: 'today' }] },
    { group: title, items: [{ id: 'p', title, view: 'people' }] },
  ]
  assert.deepEqual(
    entries(menu, views).map((group) => group.entries.map((entry) => entry.to)),
    [['/v/people']],
  )
})
test('the button of a thing to do leads to exactly that thing', () => {
  const to = (view: string, target?: string) => actionPath({ view, target }, views)
  assert.equal(to('people'), '/v/people')
  assert.equal(to('people', '?filter={}'), '/v/people?filter={}')
  assert.equal(to('people', 'u1'), '/r/one/u1')
  assert.equal(to('people', 'other/u1'), '/r/other/u1')
  assert.equal(to('month', 'r1'), '/runs/month/r1')
  assert.equal(to('proposals', 'p1'), '/proposals/p1')
  assert.equal(to('holidays'), '/holidays')
})
test('a right opens a page that no menu offers, once', () => {
  const groups = entries([{ group: title, items: [{ id: 'a', title, view: 'accounts' }] }], views)
  assert.deepEqual(
    ownPages(['manage_accounts', 'approve'], groups).map((page) => page.to),
    ['/proposals'],
  )
  assert.deepEqual(ownPages(['read'], []), [])
})
test('only the closest entry is current', () => {
  const all = [{ to: '/' }, { to: '/rules' }, { to: '/v/people' }]
  assert.ok(current('/rules', '/rules/x', all))
  assert.ok(!current('/', '/rules/x', all))
  assert.ok(current('/', '/', all))
})
