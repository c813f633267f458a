import assert from 'node:assert/strict'
import { test } from 'node:test'
import { joined, shownText } from './words'

const staff = { code: 'a', zh: '工作人员', en: 'Staff' }

test('bilingual words come in the reader language', () => {
  assert.equal(shownText(staff, 'zh'), '工作人员')
  assert.equal(shownText(staff, 'en'), 'Staff')
})
test('a missing translation falls back instead of vanishing', () => {
  assert.equal(shownText({ zh: '在岗', en: '' }, 'en'), '在岗')
})
test('lists are joined as the language does it', () => {
  assert.equal(shownText([staff, staff], 'zh'), '工作人员、工作人员')
  assert.equal(shownText([staff, 'x'], 'en'), 'Staff, x')
})
test('nothing is no text, named things are their name, figures are themselves', () => {
  assert.equal(shownText(null, 'zh'), '')
  assert.equal(shownText({ code: '22', name: '甲县' }, 'zh'), '甲县')
  assert.equal(shownText(0, 'zh'), '0')
  assert.equal(shownText(false, 'zh'), 'false')
})
test('only what is there is joined', () => {
  assert.equal(joined(['a', null, '', 'b']), 'a · b')
})
