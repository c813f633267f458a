export type Backup = {
  id?: string
  at?: string
  made_at?: string
  file?: string
  path?: string
  bytes?: number
  ok?: boolean
  state?: string
  message?: unknown
}
export type Verification = {
  ok: boolean
  events: number
  erased?: number
  findings?: { zh?: string; en?: string; [more: string]: unknown }[]
}

export function went(backup: Backup): boolean {
  return backup.ok ?? (backup.state === undefined || ['ok', 'done', 'made'].includes(backup.state))
}

/// Bytes as megabytes with one decimal: 48234496 → "46.0 MB".
export function megabytes(bytes: number | undefined): string {
  return bytes === undefined ? '—' : `${(bytes / 1048576).toFixed(1)} MB`
}
