import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  barWidth,
  decimal,
  isZero,
  minus,
  money,
  percent,
  signed,
  unitAlone,
  withUnit,
} from './number'

test('money has thousands and two decimals', () => {
  assert.equal(money('3370'), '3,370.00')
  assert.equal(money('168420.5'), '168,420.50')
  assert.equal(money('1,234,567.5'), '1,234,567.50')
  assert.equal(money('−80'), '−80.00')
  assert.equal(money('-775.80'), '−775.80')
  assert.equal(money('90071992547409931234.56'), '90,071,992,547,409,931,234.56')
})

test('nothing is a dash and what is no figure stays as it is', () => {
  assert.equal(money(null), '—')
  assert.equal(money(''), '—')
  assert.equal(money('待定'), '待定')
})

test('a difference always says its sign, except when nothing changed', () => {
  assert.equal(signed('1260.00', 2), '+1,260.00')
  assert.equal(signed('-80.5', 2), '−80.50')
  assert.equal(signed('0.00', 2), '0.00')
  assert.equal(signed('-0', 0), '0')
  assert.equal(signed('+1'), '+1')
})

test('zero in any writing is zero', () => {
  assert.ok(isZero('-0.00'))
  assert.ok(!isZero('0.01'))
})

test('a subtraction is exact beyond what a float can hold', () => {
  assert.equal(minus('0.30', '0.1'), '0.20')
  assert.equal(minus('9007199254740993.01', '9007199254740992'), '1.01')
  assert.equal(minus('1', 'x'), null)
})

test('a share is rounded half up to one decimal', () => {
  assert.equal(percent(412, 2290), '18.0')
  assert.equal(percent(1, 8), '12.5')
  assert.equal(percent(2, 3), '66.7')
  assert.equal(percent(5, 0), null)
})

test('thousands are separated in whole numbers too', () => {
  assert.equal(decimal(2013), '2,013')
  assert.equal(decimal('16.8'), '16.8')
})

test('a bar stays within its track', () => {
  assert.equal(barWidth(43, 0), 0)
  assert.equal(barWidth(60, 47), 100)
  assert.equal(barWidth(1, 4), 25)
})

test('a unit follows its figure unless it says where the figure stands', () => {
  assert.equal(withUnit('5', '级'), '5 级')
  assert.equal(withUnit('5', 'level {}'), 'level 5')
  assert.equal(withUnit('5', ''), '5')
  assert.equal(unitAlone('level {}'), 'level')
})
