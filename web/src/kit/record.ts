import type { FieldType, RecordType, Row } from '@/api/types'
import type { Language } from './date'
import { decimal, money } from './number'
import { shownText } from './words'

/// The field that names a record: the declared label, else the first required text, else the first.
export function labelField(type: RecordType | undefined): FieldType | undefined {
  if (!type) return undefined
  const label = (type as RecordType & { label?: string }).label
  return (
    type.fields.find((field) => field.id === label) ??
    type.fields.find((field) => field.type === 'text' && field.required && !field.sensitive) ??
    type.fields.find((field) => field.type === 'text') ??
    type.fields[0]
  )
}

export function headline(type: RecordType | undefined, row: Row, language: Language): string {
  const field = labelField(type)
  return (field && valueText(field, row, language)) || row.id
}

export function sideline(row: Row): string {
  return row.region?.name ?? ''
}

export function isFigureField(field: FieldType): boolean {
  return ['integer', 'decimal', 'money'].includes(field.type)
}

/// A raw value by its type; codes and references come with a display of their own.
export function rawText(
  field: FieldType,
  value: unknown,
  language: Language,
  yesNo: [string, string],
): string {
  if (value === null || value === undefined || value === '') return ''
  if (field.type === 'money') return money(value)
  if (field.type === 'decimal') return decimal(value, field.scale ?? 0)
  if (field.type === 'boolean')
    return value === true || value === 1 || value === '1' ? yesNo[0] : yesNo[1]
  return shownText(value, language)
}

/// What a cell shows: the server's display where it gave one, else the value by its type.
export function valueText(
  field: FieldType,
  row: Pick<Row, 'values' | 'display'>,
  language: Language,
  yesNo: [string, string] = ['', ''],
): string {
  if (isFigureField(field)) return rawText(field, row.values[field.id], language, yesNo)
  const shown = row.display?.[field.id]
  if (shown !== undefined && shown !== null && field.type !== 'boolean')
    return shownText(shown, language)
  return rawText(field, row.values?.[field.id], language, yesNo)
}

export function parentType(types: RecordType[], type: RecordType): RecordType | undefined {
  return types.find((each) => each.id === type.parent)
}
