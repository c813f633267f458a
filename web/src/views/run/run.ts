// A decision over a roster for a period: what the columns are, what may be done in which state.
import type { Run, RunColumn, RunLine, View } from '@/api/types'
import { decimal, minus, money, signed } from '@/kit/number'

/// The declared columns that are shown; without a declaration, whatever the figures are named.
export function columnsOf(view: View | undefined, run: Run | null): RunColumn[] {
  const declared = (view?.columns ?? []) as unknown as RunColumn[]
  const proper = declared.filter(
    (column) => typeof column === 'object' && column.id && !column.hidden,
  )
  if (proper.length) return proper
  return Object.keys(run?.totals ?? {}).map((id) => ({ id, title: { zh: id, en: id }, type: 'money', total: true }))
}

export function mainColumn(columns: RunColumn[]): RunColumn | undefined {
  return columns.find((column) => column.main) ?? columns[columns.length - 1]
}

export function figure(column: RunColumn, value: unknown): string {
  return column.type === 'money' ? money(value) : decimal(value)
}
export function difference(column: RunColumn, value: unknown): string {
  return signed(value, column.type === 'money' ? 2 : 0)
}

export const states = ['draft', 'proposed', 'approved', 'locked', 'rejected'] as const
export type RunState = (typeof states)[number]

export function knownState(state: string): RunState {
  return states.find((each) => each === state) ?? 'draft'
}

/// The way of a run, and how far this one is: made, sent, agreed and locked.
export function stage(state: string): number {
  return { draft: 1, rejected: 1, proposed: 2, approved: 3, locked: 3 }[knownState(state)]
}

/// What changed against the period before: each total now, then, and the difference.
export function comparison(
  run: Run,
  columns: RunColumn[],
): { column: RunColumn; now: unknown; before: unknown; by: string | null }[] {
  const totals = run.comparison?.previous ? run.comparison.totals : undefined
  return columns
    .filter((column) => column.total)
    .map((column) => {
      const now = run.totals?.[column.id]
      const before = totals?.[column.id]?.before
      return {
        column,
        now,
        before,
        by: totals ? (totals[column.id]?.difference ?? minus(now, before) ?? '0') : null,
      }
    })
}

/// The difference of one figure of a line: the server leaves out what is equal.
export function lineDifference(line: RunLine, column: RunColumn | undefined): string | null {
  if (!line.previous || !column) return null
  return String(line.difference?.[column.id] ?? '0')
}
