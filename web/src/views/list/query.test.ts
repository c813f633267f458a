import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RecordType, View } from '@/api/types'
import {
  fieldAt,
  filterFields,
  fromAddress,
  nextSort,
  serverQuery,
  toAddress,
  withCondition,
} from './query'

const nothing = { q: '', filter: {}, sort: '', region: '', columns: [], as_of: '', known: '' }
const title = { zh: '甲', en: 'A' }
const view: View = {
  id: 'v',
  kind: 'list',
  record: 'one',
  title,
  sort: ['called'],
  filters: ['kind', { field: 'since' }, 'child.kind', 'secret', 'gone'],
  where: { kind: { ne: 'x' } },
}
const one = {
  id: 'one',
  title,
  fields: [
    { id: 'kind', type: 'code', title },
    { id: 'since', type: 'date', title },
    { id: 'secret', type: 'text', title, sensitive: true },
  ],
} as unknown as RecordType
const child = {
  id: 'child',
  title,
  parent: 'one',
  fields: [{ id: 'kind', type: 'code', title }],
} as unknown as RecordType

test('the address and the query say the same, there and back', () => {
  const query = {
    q: 'zs',
    filter: { kind: { in: ['a', 'b'] } },
    sort: '-since',
    region: '220402',
    columns: ['kind', 'since'],
    as_of: '2025-12-31',
    known: '2026-01-05',
  }
  assert.deepEqual(fromAddress(toAddress(query)), query)
})
test('an empty query leaves the address clean', () => {
  assert.deepEqual(toAddress({ ...nothing, q: ' ' }), {})
})
test('a mangled address shows everything', () => {
  assert.deepEqual(fromAddress({ filter: '{"kind"', q: ['x'] }), nothing)
  assert.deepEqual(fromAddress({ filter: '[1]' }).filter, {})
})
test('a condition can be set beside another and taken away', () => {
  const from = withCondition({}, 'since', 'ge', '2020-01-01')
  const both = withCondition(from, 'since', 'le', '2021-01-01')
  assert.deepEqual(both, { since: { ge: '2020-01-01', le: '2021-01-01' } })
  assert.deepEqual(withCondition(from, 'since', 'ge', ''), {})
  assert.deepEqual(withCondition({ kind: { in: ['a'] } }, 'kind', 'in', []), {})
})
test('a column goes up, down, and back to the usual order', () => {
  assert.equal(nextSort('', 'a'), 'a')
  assert.equal(nextSort('a', 'a'), '-a')
  assert.equal(nextSort('-a', 'a'), '')
  assert.equal(nextSort('b', 'a'), 'a')
})
test('the conditions of the view always hold', () => {
  const sent = serverQuery(
    { ...nothing, q: ' zs ', filter: { kind: { in: ['x', 'y'] } } },
    view,
    '2204',
  )
  assert.deepEqual(sent, {
    region: '2204',
    q: 'zs',
    filter: '{"kind":{"in":["x","y"],"ne":"x"}}',
    sort: 'called',
    as_of: '',
    known: '',
  })
})
test('what differs from the rules is asked of today alone', () => {
  const filter = { differs: { empty: false }, kind: { in: ['a'] } }
  const of = (as_of: string) =>
    JSON.parse(String(serverQuery({ ...nothing, filter, as_of }, view, '2204').filter))
  assert.deepEqual(Object.keys(of('')), ['differs', 'kind'])
  assert.deepEqual(Object.keys(of('2025-12-31')), ['kind'])
})
test('a narrower region chosen on the page goes before where one works', () => {
  assert.equal(
    serverQuery({ ...nothing, region: '220402' }, view, '2204').region,
    '220402',
  )
})
test('fields are found in the record and in its children', () => {
  assert.equal(fieldAt([one, child], one, 'since')?.type, 'date')
  assert.equal(fieldAt([one, child], one, 'child.kind')?.id, 'kind')
  assert.equal(fieldAt([one, child], one, 'child.gone'), undefined)
})
test('what is sensitive or unknown is not offered as a filter', () => {
  assert.deepEqual(
    filterFields(view, [one, child], one).map((each) => each.path),
    ['kind', 'since', 'child.kind'],
  )
})
