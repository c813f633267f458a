import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Run, RunLine, View } from '@/api/types'
import {
  columnsOf,
  comparison,
  difference,
  figure,
  knownState,
  lineDifference,
  mainColumn,
  stage,
} from './run'

const title = { zh: '甲', en: 'A' }
const view = {
  id: 'v',
  kind: 'decision_run',
  title,
  columns: [
    { id: 'a', type: 'money', title, total: true },
    { id: 'kept', type: 'money', title, hidden: true },
    { id: 'b', type: 'money', title, total: true, main: true },
    { id: 'n', type: 'integer', title },
  ],
} as unknown as View
const run = {
  id: '1',
  period: '2026-10',
  region: { code: '22', name: '甲' },
  state: 'draft',
  count: 2,
  totals: { a: '10.50', b: '3.00' },
  comparison: {
    previous: { id: 'p', period: '2026-09', state: 'locked' },
    totals: {
      a: { now: '10.50', before: '10.00', difference: '0.50' },
      b: { now: '3.00', before: '3.00', difference: null },
    },
  },
} as unknown as Run
const line = (
  difference: Record<string, string> | null,
  previous: Record<string, string> | null,
) => ({ record_id: 'r', name: '王某', values: {}, previous, difference }) as unknown as RunLine

test('hidden columns are not shown and the main one is known', () => {
  const columns = columnsOf(view, run)
  assert.deepEqual(
    columns.map((column) => column.id),
    ['a', 'b', 'n'],
  )
  assert.equal(mainColumn(columns)?.id, 'b')
})
test('without declared columns the totals name them', () => {
  assert.deepEqual(
    columnsOf(undefined, run).map((column) => column.id),
    ['a', 'b'],
  )
})
test('each total is compared exactly', () => {
  assert.deepEqual(
    comparison(run, columnsOf(view, run)).map((each) => each.by),
    ['0.50', '0.00'],
  )
})
test('a first run has nothing to compare with', () => {
  assert.equal(
    comparison({ ...run, comparison: { previous: null } }, columnsOf(view, run))[0]?.by,
    null,
  )
})
test('a figure that the server leaves out did not change; a new line has no difference', () => {
  const column = columnsOf(view, run)[0]
  assert.equal(lineDifference(line({ a: '-1.00' }, {}), column), '-1.00')
  assert.equal(lineDifference(line({}, {}), column), '0')
  assert.equal(lineDifference(line(null, null), column), null)
})
test('a figure and a difference follow their column', () => {
  assert.equal(figure({ id: 'n', title, type: 'integer' }, 7), '7')
  assert.equal(difference({ id: 'a', title, type: 'money' }, '5'), '+5.00')
})
test('an unknown state is taken for the first one', () => {
  assert.equal(knownState('odd'), 'draft')
  assert.deepEqual(['draft', 'proposed', 'locked', 'rejected'].map(stage), [1, 2, 3, 1])
})
