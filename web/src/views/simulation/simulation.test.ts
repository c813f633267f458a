import assert from 'node:assert/strict'
import type { SimulatedRegion } from '@/api/types'
import { test } from 'node:test'
import { costColumn, depth, rehearsable } from './simulation'

const title = { zh: '一', en: 'One' }

test('only runs can be rehearsed', () => {
  const views = [
    { id: 'list', kind: 'list', title },
    { id: 'month', kind: 'decision_run', title },
  ]
  assert.deepEqual(
    rehearsable(views).map((view) => view.id),
    ['month'],
  )
})

test('the cost is the last column with a total', () => {
  const columns = [
    { id: 'a', title, type: 'money', total: true },
    { id: 'b', title, type: 'money', total: true },
    { id: 'c', title, type: 'integer' },
  ]
  assert.equal(costColumn(columns)?.id, 'b')
  assert.equal(costColumn([]), undefined)
})

test('a region stands below those whose codes it begins with', () => {
  const regions = ['99', '9901', '990101', '9902'].map(
    (code) => ({ code, name: code, level: '', members: 1, changed: 0, totals: {} }) as SimulatedRegion,
  )
  assert.deepEqual(
    regions.map((region) => depth(region, regions)),
    [0, 1, 2, 1],
  )
})
