import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RecordType, Row } from '@/api/types'
import { headline, labelField, valueText } from './record'

const title = { zh: '甲', en: 'A' }
const type = {
  id: 'one',
  title,
  fields: [
    { id: 'number', type: 'resident_id', title, sensitive: true },
    { id: 'called', type: 'text', title, required: true },
    { id: 'sum', type: 'money', title },
    { id: 'kind', type: 'code', title, dictionary: 'd' },
    { id: 'yes', type: 'boolean', title },
  ],
} as unknown as RecordType
const row = {
  id: 'u1',
  version: 1,
  values: { called: '王某', sum: '3370', kind: '1', yes: true },
  display: { kind: { code: '1', zh: '正职', en: 'Chief' } },
} as unknown as Row
const field = (id: string) => type.fields.find((each) => each.id === id)!

test('a record is named by its declared label, else by its first required text', () => {
  assert.equal(labelField(type)?.id, 'called')
  assert.equal(labelField({ ...type, label: 'kind' } as RecordType)?.id, 'kind')
  assert.equal(headline(type, row, 'zh'), '王某')
})
test('a cell shows codes in words and money with two decimals', () => {
  assert.equal(valueText(field('kind'), row, 'en'), 'Chief')
  assert.equal(valueText(field('sum'), row, 'zh'), '3,370.00')
  assert.equal(valueText(field('yes'), row, 'zh', ['是', '否']), '是')
})
test('what is missing is empty', () => assert.equal(valueText(field('number'), row, 'zh'), ''))
