import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseNotice, runs } from './holidays'

const work = ['上班', '补班']

test('a span stands for each of its days', () => {
  const { days, bad } = parseNotice('2027-10-01~2027-10-03 国庆节\n2027.10.9 国庆节补班', work)
  assert.deepEqual(
    days.map((day) => `${day.date} ${day.off}`),
    ['2027-10-01 true', '2027-10-02 true', '2027-10-03 true', '2027-10-09 false'],
  )
  assert.deepEqual(bad, [])
})
test('a leading plus marks a day that is worked', () => {
  assert.equal(parseNotice('+2027-02-14 春节', work).days[0]?.off, false)
})
test('lines that are no days come back', () => {
  assert.deepEqual(
    parseNotice('国庆节放假\n2027-10-03~2027-10-01 x\n2027-02-30 y', work).bad.length,
    3,
  )
})
test('consecutive days of one holiday are one line', () => {
  const { days } = parseNotice('2026-12-31~2027-01-02 元旦\n2027-01-04 元旦补班', work)
  assert.deepEqual(
    runs(days).map((run) => `${run.from} ${run.count} ${run.off}`),
    ['2026-12-31 3 true', '2027-01-04 1 false'],
  )
})
