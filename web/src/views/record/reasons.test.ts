import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Explanation, FieldType, Step } from '@/api/types'
import {
  amountText,
  cards,
  headAndDetail,
  inFieldOrder,
  layoutOf,
  lowered,
  ruleId,
  withTotal,
} from './reasons'

const title = { zh: '甲', en: 'A' }
const step = (amount: string | null, total = false) =>
  ({ id: 's', zh: '', en: '', amount, total, decision: 'd', decision_title: title }) as Step
const one = (decision: string, value: unknown) =>
  ({ decision, title, value, steps: [] as Step[] }) as Explanation
const field = (id: string, type: string, decided_by: string): FieldType => ({
  id,
  type,
  title,
  decided_by,
})

test('money is laid out as a statement, other results as steps', () => {
  assert.equal(layoutOf(one('m.a', '4'), field('f', 'integer', 'm.a')), 'steps')
  assert.equal(layoutOf(one('m.a', '4'), field('f', 'money', 'm.a')), 'statement')
  assert.equal(layoutOf(one('m.a', '4395.63'), undefined), 'statement')
  assert.equal(layoutOf(one('m.a', 4), undefined), 'steps')
})
test('amounts line up in a statement and keep their sign in steps', () => {
  assert.equal(amountText(step('-775.8'), 'statement'), '−775.80')
  assert.equal(amountText(step('+1'), 'steps'), '+1')
  assert.equal(amountText(step('-1'), 'steps'), '−1')
  assert.equal(amountText(step(null), 'steps'), '')
  assert.ok(lowered(step('-0.01')) && !lowered(step('0.00')))
})
test('a sentence is split into what and how, only where it says so early', () => {
  assert.deepEqual(headAndDetail('绩效：3,480.00 × 30%'), ['绩效', '3,480.00 × 30%'])
  assert.deepEqual(headAndDetail('Tax: none this month'), ['Tax', 'none this month'])
  assert.deepEqual(headAndDetail('满 6 年，升 2 级'), ['满 6 年，升 2 级', ''])
})
test('results come in the order of the fields that store them', () => {
  const fields = [field('a', 'integer', 'm.x'), field('b', 'money', 'n.y')]
  assert.deepEqual(
    inFieldOrder([one('z', 1), one('n.y', 2), one('m.x', 3)], fields).map((each) => each.decision),
    ['m.x', 'n.y', 'z'],
  )
})
test('results of one model are one card, led by the first field', () => {
  const fields = [field('a', 'integer', 'm.x'), field('b', 'date', 'm.y')]
  const made = cards(
    [
      { ...one('m.y', 1), model: 'm', differs: true },
      { ...one('n', 2), model: 'n' },
      { ...one('m.x', 3), model: 'm' },
    ],
    fields,
  )
  assert.deepEqual(
    made.map((card) => [card.lead.decision, card.facts.map((each) => each.decision)]),
    [
      ['m.x', ['m.y']],
      ['n', []],
    ],
  )
  assert.deepEqual(
    made[0]?.differs.map((each) => each.decision),
    ['m.y'],
  )
})
test('a step leads to its rule within the model', () => {
  assert.equal(ruleId(step('1'), 'm'), 'm.d')
  assert.equal(ruleId(step('1'), undefined), 'd')
  assert.equal(ruleId({ ...step('1'), decision: 'm.d' }, 'm'), 'm.d')
})
test('a closing total is set apart', () => {
  assert.equal(withTotal([step('1'), step('2', true)]).total?.amount, '2')
  assert.equal(withTotal([step('1')]).total, null)
})
