import assert from 'node:assert/strict'
import { test } from 'node:test'
import { valueText } from './parameter'

test('figures have thousands, texts stay, nothing is a dash', () => {
  assert.equal(valueText('3000.00'), '3,000.00')
  assert.equal(valueText('next_january'), 'next_january')
  assert.equal(valueText(null), '—')
})
test('lists and tables are said entry by entry', () => {
  assert.equal(valueText([1, 2]), '1 · 2')
  assert.equal(valueText([{ upto: 36000, rate: '0.03' }]), 'upto 36,000, rate 0.03')
})
