import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ImportField, ImportColumn, ImportError, ImportJob } from '@/api/types'
import { byKind, goodRows, missingFields, running, stepOf, toMapping, withField } from './import'

const job = (state: string) => ({ id: 'i', state }) as ImportJob
const column = (index: number, field: string | null): ImportColumn => ({
  index,
  title: `c${index}`,
  sample: [],
  field,
})
const field = (id: string, required = false): ImportField => ({
  id,
  title: { zh: id, en: id },
  required,
})
const fault = (column: string, code: string): ImportError => ({
  row: 3,
  column,
  code,
  zh: code,
  en: code,
})

test('the page follows the state of the job', () => {
  assert.deepEqual(
    [
      null,
      job('uploaded'),
      job('mapped'),
      job('checking'),
      job('checked'),
      job('committing'),
      job('committed'),
      job('failed'),
    ].map(stepOf),
    ['upload', 'match', 'match', 'check', 'result', 'check', 'done', 'done'],
  )
  assert.ok(running(job('committing')) && !running(job('checked')) && !running(null))
})
test('a field moves to the column that is given it', () => {
  const moved = withField([column(0, 'a'), column(1, null)], 1, 'a')
  assert.deepEqual(toMapping(moved), [
    { index: 0, field: null },
    { index: 1, field: 'a' },
  ])
})
test('leaving a column out takes nothing from the others', () => {
  assert.deepEqual(
    withField([column(0, null), column(1, 'a')], 1, null).map((each) => each.field),
    [null, null],
  )
})
test('required fields without a column are named', () => {
  assert.deepEqual(
    missingFields([column(0, 'a')], [field('a', true), field('b', true), field('c')]).map(
      (each) => each.id,
    ),
    ['b'],
  )
})
test('faults are counted by kind, the most frequent first', () => {
  const kinds = byKind([fault('x', 'date'), fault('y', 'digit'), fault('y', 'digit')])
  assert.deepEqual(
    kinds.map((kind) => [kind.column, kind.count]),
    [
      ['y', 2],
      ['x', 1],
    ],
  )
})
test('good rows are those that make or change something', () => {
  assert.equal(
    goodRows({ ...job('checked'), counts: { create: 2, update: 3, unchanged: 4, bad: 5 } }),
    5,
  )
  assert.equal(goodRows(job('checked')), 0)
})
