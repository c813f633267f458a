import type { Words } from '@/api/types'
import { decimal, isFigure, unitAlone, withUnit } from '@/kit/number'

/// A parameter's value as text: figures with thousands, lists and tables entry by entry; keys and
/// texts by the words that the server gives for them.
export function valueText(value: unknown, word: (code: string) => string = (code) => code): string {
  if (value === null || value === undefined) return '—'
  if (Array.isArray(value)) return value.map((each) => valueText(each, word)).join(' · ')
  if (typeof value === 'object')
    return Object.entries(value as Record<string, unknown>)
      .map(([name, each]) => `${word(name)} ${nested(each, word)}`)
      .join(', ')
  return isFigure(value) ? decimal(value) : word(String(value))
}

function nested(value: unknown, word: (code: string) => string): string {
  const text = valueText(value, word)
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? `(${text})` : text
}

/// The same with its unit: around one figure where the unit says so ("level 7"), after a table.
export function valueInUnit(
  value: unknown,
  unit: string,
  word?: (code: string) => string,
): string {
  const text = valueText(value, word)
  if (value === null || value === undefined) return text
  return isFigure(value) ? withUnit(text, unit) : `${text} ${unitAlone(unit)}`.trim()
}

/// How a parameter's own words say a code, by the reader's language.
export function wordOf(
  words: Record<string, Words> | undefined,
  say: (words: Words) => string,
): (code: string) => string {
  return (code) => (words?.[code] ? say(words[code]) : code)
}
