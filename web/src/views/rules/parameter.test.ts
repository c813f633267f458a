import assert from 'node:assert/strict'
import { test } from 'node:test'
import { valueText, wordOf } from './parameter'

test('figures have thousands, texts stay, nothing is a dash', () => {
  assert.equal(valueText('3000.00'), '3,000.00')
  assert.equal(valueText('next_january'), 'next_january')
  assert.equal(valueText(null), '—')
})
test('lists and tables are said entry by entry', () => {
  assert.equal(valueText([1, 2]), '1 · 2')
  assert.equal(valueText([{ upto: 36000, rate: '0.03' }]), 'upto 36,000, rate 0.03')
})
test('keys and texts are said by the words of the parameter', () => {
  const word = wordOf({ clerk: { zh: '工作人员', en: 'Clerk' } }, (words) => words.zh)
  assert.equal(valueText({ clerk: 1, boss: 2 }, word), '工作人员 1, boss 2')
  assert.equal(valueText('clerk', word), '工作人员')
})
