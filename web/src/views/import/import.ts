// How far an import is, and what its page shows then. The server does the work, so one may leave
// the page and come back: the address holds the job.
import type { ImportField, ImportColumn, ImportError, ImportJob } from '@/api/types'

export type Step = 'upload' | 'match' | 'check' | 'result' | 'done'
export const steps: Step[] = ['upload', 'match', 'check', 'done']

export function stepOf(job: ImportJob | null): Step {
  if (!job) return 'upload'
  if (['uploaded', 'mapped'].includes(job.state)) return 'match'
  if (job.state === 'checking' || job.state === 'committing') return 'check'
  if (job.state === 'checked') return 'result'
  return 'done'
}

export function running(job: ImportJob | null): boolean {
  return job?.state === 'checking' || job?.state === 'committing'
}

/// A field stands in one column only: choosing it again takes it from where it was.
export function withField(
  columns: ImportColumn[],
  index: number,
  field: string | null,
): ImportColumn[] {
  return columns.map((column) => {
    if (column.index === index) return { ...column, field }
    return field !== null && column.field === field ? { ...column, field: null } : column
  })
}

/// Required fields that no column gives: the check would refuse every new row.
export function missingFields(columns: ImportColumn[], fields: ImportField[]): ImportField[] {
  return fields.filter(
    (field) => field.required && !columns.some((column) => column.field === field.id),
  )
}

export function toMapping(columns: ImportColumn[]): { index: number; field: string | null }[] {
  return columns.map(({ index, field }) => ({ index, field: field || null }))
}

/// The kinds of fault with how often each occurs, most frequent first.
export function byKind(
  errors: ImportError[],
): { column: string; zh: string; en: string; count: number }[] {
  const kinds = new Map<string, { column: string; zh: string; en: string; count: number }>()
  for (const error of errors) {
    const key = `${error.column}\n${error.code}\n${error.zh}`
    const kind = kinds.get(key) ?? { column: error.column, zh: error.zh, en: error.en, count: 0 }
    kind.count += 1
    kinds.set(key, kind)
  }
  return [...kinds.values()].sort((a, b) => b.count - a.count)
}

export function goodRows(job: ImportJob): number {
  return (job.counts?.create ?? 0) + (job.counts?.update ?? 0)
}
