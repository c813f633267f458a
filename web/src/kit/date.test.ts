import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addMonths, inSentence, instant, parseDay, short, weekday } from './date'

test('a day in a sentence is written out', () => {
  assert.equal(inSentence('2026-01-05', 'zh'), '2026年1月5日')
  assert.equal(inSentence('2026-01-05', 'en'), '5 Jan 2026')
  assert.equal(inSentence('2026-10', 'zh'), '2026年10月')
  assert.equal(inSentence('', 'zh'), '—')
})

test('this year is not said', () => {
  assert.equal(short('2026-12-02', '2026-11-23', 'zh'), '12月2日')
  assert.equal(short('2027-01-01', '2026-11-23', 'zh'), '2027年1月1日')
  assert.equal(short('2026-12-02', '2026-11-23', 'en'), '2 Dec')
})

test('weekdays begin on Monday', () => {
  assert.equal(weekday('2026-11-23'), 0)
  assert.equal(weekday('2026-11-29'), 6)
})

test('an instant is shown by the office clock', () => {
  assert.equal(instant('2026-11-23T16:30:00Z'), '2026-11-24 00:30')
  assert.equal(instant('garbage'), 'garbage')
})

for (const [typed, day] of [
  ['2019.3.1', '2019-03-01'],
  ['2019/03/01', '2019-03-01'],
  ['20190301', '2019-03-01'],
  ['２０１９年３月１日', '2019-03-01'],
  ['2020-02-29', '2020-02-29'],
  ['2019-02-29', null],
  ['2019-13-01', null],
  ['2019.03', null],
  ['昨天', null],
] as const)
  test(`typing ${typed} means ${day ?? 'no day'}`, () => assert.equal(parseDay(typed), day))

test('months roll over the year', () => {
  assert.equal(addMonths('2026-01', -1), '2025-12')
  assert.equal(addMonths('2025-12', 1), '2026-01')
})
