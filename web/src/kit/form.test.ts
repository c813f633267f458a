import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FieldType, RecordType } from '@/api/types'
import { changed, check, editable, sections, toServer } from './form'

const title = { zh: '甲', en: 'A' }
const field = (id: string, type: string, more: Partial<FieldType> = {}): FieldType => ({
  id,
  type,
  title,
  ...more,
})
const fields = [
  field('called', 'text', { required: true }),
  field('since', 'date'),
  field('count', 'integer'),
  field('sum', 'money'),
  field('result', 'integer', { decided_by: 'm.r' }),
  field('age', 'integer', { computed: true }),
]
const type = {
  id: 'one',
  title,
  fields,
  sections: [{ title, fields: ['sum', 'result'] }],
} as RecordType

test('what is decided or computed is not entered', () => {
  assert.deepEqual(
    editable(type, 'new').map((each) => each.id),
    ['called', 'since', 'count', 'sum'],
  )
})
test('a form follows its sections and ends with the rest', () => {
  assert.deepEqual(
    sections(type, 'new').map((each) => each.fields.map((one) => one.id)),
    [['sum'], ['called', 'since', 'count']],
  )
})
test('what is missing or no figure is seen before asking', () => {
  const wrong = check(editable(type, 'new'), { since: '2026-02-30', count: '1.5', sum: '3,000.5' })
  assert.deepEqual(
    wrong.map((each) => `${each.field} ${each.key}`),
    ['called form.missing', 'since form.no_day', 'count form.no_integer'],
  )
})
test('values go as the server takes them', () => {
  assert.equal(toServer(fields[2]!, '7'), 7)
  assert.equal(toServer(fields[3]!, '3,370.00'), '3370.00')
  assert.equal(toServer(fields[0]!, '  '), null)
  assert.equal(toServer(fields[0]!, ''), null)
  assert.equal(toServer(field('x', 'boolean'), 'false'), false)
})
test('a change says only what it changes', () => {
  assert.deepEqual(
    changed(fields, { called: 'a', sum: '1.00' }, { called: 'a', sum: '2.00', since: '' }),
    { sum: '2.00' },
  )
})
