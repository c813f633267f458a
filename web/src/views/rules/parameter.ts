import { decimal, isFigure } from '@/kit/number'

/// A parameter's value as text: figures with thousands, lists and tables entry by entry.
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return '—'
  if (Array.isArray(value)) return value.map(valueText).join(' · ')
  if (typeof value === 'object')
    return Object.entries(value as Record<string, unknown>)
      .map(([name, each]) => `${name} ${valueText(each)}`)
      .join(', ')
  return isFigure(value) ? decimal(value) : String(value)
}
