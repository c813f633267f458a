import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Decision, Finding, Rule } from '@/api/types'
import { conditionsOf, gapsOf, notesOf, othersOf } from './finding'

const words = (text: string) => ({ zh: text, en: text })
const rule = (id: string, row: number) => ({ id, row, inputs: ['-'], outputs: ['1'] }) as unknown as Rule
const finding = (
  code: string,
  severity: Finding['severity'],
  rules: string[],
  cells: Finding['cells'] = null,
): Finding => ({ code, severity, title: words(code), rules, cells })
const decision = {
  title: words('t'),
  kind: 'table',
  rules: [rule('a', 1), rule('b', 2), rule('c', 3)],
  findings: [
    finding('dmn.gap', 'warning', [], [words('< 3'), null]),
    finding('dmn.gap', 'note', [], null),
    finding('dmn.overlap', 'error', ['b', 'a'], [null, words('x')]),
    finding('dmn.unreachable', 'warning', ['a', 'b']),
  ],
} as unknown as Decision

test('a gap that matters is a row of its own, others are told below', () => {
  assert.deepEqual(gapsOf(decision), [decision.findings![0]])
  assert.deepEqual(othersOf(decision), [decision.findings![1]])
})
test('an overlap is told at the later row, a row never reached at itself', () => {
  const at = (index: number) =>
    notesOf(decision, decision.rules![index]!).map((each) => each.code)
  assert.deepEqual(at(0), ['dmn.unreachable'])
  assert.deepEqual(at(1), ['dmn.overlap'])
  assert.deepEqual(at(2), [])
})
test('only the columns that matter are said', () => {
  const [gap, , overlap] = decision.findings!
  assert.equal(conditionsOf(gap!, ['A', 'B'], (each) => each.zh), 'A < 3')
  assert.equal(conditionsOf(overlap!, ['A', 'B'], (each) => each.zh), 'B x')
})
