// Entries of the event log and of the access log, said in words.
import type { AccessLog, Log } from '@/api/types'

export type Entry = Log['rows'][number]
export type Access = AccessLog['rows'][number]

/// What else is said: a sentence, or the values of a delta as "name: value".
export function detailOf(
  entry: Pick<Entry, 'delta'>,
  titleOf: (name: string) => string = (name) => name,
): unknown {
  const detail = entry.delta
  if (detail === null || detail === undefined) return ''
  if (typeof detail !== 'object' || Array.isArray(detail) || ('zh' in detail && 'en' in detail))
    return detail
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '')
    .map(
      ([name, value]) =>
        `${titleOf(name)}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
    )
    .join(' · ')
}

const known = [
  'records',
  'record-files',
  'runs',
  'run-differences',
  'decisions',
  'parameters',
  'drafts',
  'proposals',
  'indicators',
  'structure',
  'imports',
  'import-templates',
  'regions',
  'holidays',
  'accounts',
  'roles',
  'backups',
  'log',
  'access-log',
  'verification',
  'todo',
  'session',
  'meta',
  'events',
  'saved-views',
] as const

/// What somebody opened, by the address: a word for it, the record type or view it is of, and
/// whether it was one of them or a file.
export function opened(path: string): {
  what: (typeof known)[number] | null
  of: string
  how: 'list' | 'one' | 'file'
} {
  const [what = '', of = '', ...rest] = path.replace(/^\/api\/v1\//, '').split('/')
  const last = rest[rest.length - 1]
  const how = last === 'export' || last === 'sheet' ? 'file' : rest.length ? 'one' : 'list'
  return { what: known.find((each) => each === what) ?? null, of, how }
}

/// How it ended, in a word.
export function outcome(status: number): 'done' | 'not_allowed' | 'not_found' | 'refused' | 'failed' {
  if (status < 400) return 'done'
  if (status === 401 || status === 403) return 'not_allowed'
  if (status === 404) return 'not_found'
  return status < 500 ? 'refused' : 'failed'
}
