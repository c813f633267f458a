// Entries of the event log and of the access log, whose fields differ a little.
export type Entry = { id: string; [more: string]: unknown }
export type Page = Entry[] | { rows?: Entry[]; events?: Entry[]; next?: string | null }

export function pageOf(answer: Page): { rows: Entry[]; next: string | null } {
  if (Array.isArray(answer)) return { rows: answer, next: null }
  return { rows: answer.rows ?? answer.events ?? [], next: answer.next || null }
}

/// Entries as rows of a table; those that have no id are numbered.
export function rowsOf(entries: Entry[]): Entry[] {
  return entries.map((entry, index) => ({ ...entry, id: String(entry.id ?? index) }))
}

export function atOf(entry: Entry): string {
  return String(entry.at ?? entry.time ?? entry.recorded_at ?? '')
}
export function actorOf(entry: Entry): unknown {
  return entry.actor_name ?? entry.actor ?? entry.account ?? ''
}
export function whatOf(entry: Entry): unknown {
  return entry.title ?? entry.kind ?? entry.name ?? ''
}
export function subjectOf(entry: Entry): unknown {
  return entry.subject_title ?? entry.subject ?? entry.subject_id ?? ''
}

/// What else is said: a sentence, or the values of a delta as "name: value".
export function detailOf(
  entry: Entry,
  titleOf: (name: string) => string = (name) => name,
): unknown {
  const detail = entry.detail ?? entry.reason ?? entry.delta
  if (detail === null || detail === undefined) return ''
  if (typeof detail !== 'object' || Array.isArray(detail) || ('zh' in detail && 'en' in detail))
    return detail
  return Object.entries(detail as Record<string, unknown>)
    .filter(([, value]) => value !== null && value !== '')
    .map(
      ([name, value]) =>
        `${titleOf(name)}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
    )
    .join(' · ')
}
