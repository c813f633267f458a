import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Run, RunLine, View } from '@/api/types'
import { columnsOf, comparison, difference, figure, knownState, lineChanged, mainColumn, stage } from './run'

const title = { zh: '甲', en: 'A' }
const view = {
  id: 'v', kind: 'decision_run', title,
  columns: [
    { id: 'a', type: 'money', title, total: true }, { id: 'kept', type: 'money', title, hidden: true },
    { id: 'b', type: 'money', title, total: true, main: true }, { id: 'n', type: 'integer', title },
  ],
} as unknown as View
const run: Run = {
  id: '1', period: '2026-10', region: '22', state: 'draft', count: 2,
  totals: { a: '10.50', b: '3.00' }, previous: { period: '2026-09', totals: { a: '10.00', b: '3.00' } },
}
const line = (difference: Record<string, string> | null, previous: Record<string, string> | null): RunLine => ({
  record_id: 'r', name: '王某', region: '22', values: {}, previous, difference,
})

test('hidden columns are not shown and the main one is known', () => {
  const columns = columnsOf(view, run)
  assert.deepEqual(columns.map((column) => column.id), ['a', 'b', 'n'])
  assert.equal(mainColumn(columns)?.id, 'b')
})
test('without declared columns the totals name them', () => {
  assert.deepEqual(columnsOf(undefined, run).map((column) => column.id), ['a', 'b'])
})
test('each total is compared exactly', () => {
  assert.deepEqual(comparison(run, columnsOf(view, run)).map((each) => each.by), ['0.50', '0.00'])
})
test('a first run has nothing to compare with', () => {
  assert.equal(comparison({ ...run, previous: null }, columnsOf(view, run))[0]?.by, null)
})
test('a line is changed when it is new or any figure moved', () => {
  assert.ok(lineChanged(line(null, null)))
  assert.ok(lineChanged(line({ a: '0.00', b: '-1.00' }, {})))
  assert.ok(!lineChanged(line({ a: '0.00' }, {})))
})
test('a figure and a difference follow their column', () => {
  assert.equal(figure({ id: 'n', title, type: 'integer' }, 7), '7')
  assert.equal(difference({ id: 'a', title, type: 'money' }, '5'), '+5.00')
})
test('an unknown state is taken for the first one', () => {
  assert.equal(knownState('odd'), 'draft')
  assert.deepEqual(['draft', 'proposed', 'locked', 'rejected'].map(stage), [1, 2, 3, 1])
})
