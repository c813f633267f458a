import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caveatGroups } from './caveat'

const title = { zh: '基准工资', en: 'Reference wage' }

test('the weakest class comes first, each parameter once', () => {
  const groups = caveatGroups([
    { class: 'repost', parameter: 'rate', title },
    { class: 'example', parameter: 'wage', region: '22', title },
    { class: 'example', parameter: 'wage', region: '2204', title },
  ])
  assert.deepEqual(
    groups.map((group) => [group.basis, group.caveats.length]),
    [
      ['example', 1],
      ['repost', 1],
    ],
  )
})
test('a class that nobody knows counts as an example, an official one not at all', () => {
  const groups = caveatGroups([
    { class: 'rumour' as never, parameter: 'wage', title },
    { class: 'official' as never, parameter: 'rate', title },
  ])
  assert.deepEqual(
    groups.map((group) => group.basis),
    ['example'],
  )
})
test('a run from before they were kept says nothing', () => assert.deepEqual(caveatGroups(null), []))
