import { uuid } from '@/kit/uuid'

/// What the server refused and why, in the reader's language (RFC 9457).
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly where: string = '',
    readonly fields: { field: string; detail: string }[] = [],
  ) {
    super(detail)
  }
  get offline(): boolean {
    return this.status === 0
  }
}

type Options = {
  body?: unknown
  /// A file as it is, instead of JSON.
  raw?: Blob
  ifMatch?: string | number
  signal?: AbortSignal
}

const state = { csrf: '', language: 'zh', signedOut: () => {}, offlineText: '' }
let wroteAt = 0

/// When this page last changed something (milliseconds).
export const lastWrite = (): number => wroteAt

export function configure(values: Partial<typeof state>): void {
  Object.assign(state, values)
}

export function address(path: string, query?: Record<string, unknown>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined || value === null || value === '') continue
    search.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value))
  }
  const text = search.toString()
  return `api/v1${path}${text ? `?${text}` : ''}`
}

function headers(method: string, options: Options): Record<string, string> {
  const sent: Record<string, string> = {
    Accept: 'application/json, application/problem+json',
    'Accept-Language': state.language,
  }
  if (method !== 'GET') sent['X-CSRF-Token'] = state.csrf
  if (method === 'POST') sent['Idempotency-Key'] = uuid()
  if (options.ifMatch !== undefined) sent['If-Match'] = `"${options.ifMatch}"`
  if (options.raw) sent['Content-Type'] = 'application/octet-stream'
  else if (options.body !== undefined) sent['Content-Type'] = 'application/json'
  return sent
}

async function problemOf(response: Response): Promise<Problem> {
  const said = await response.json().catch(() => null)
  return new Problem(
    response.status,
    said?.code ?? `http.${response.status}`,
    said?.detail ?? said?.title ?? `HTTP ${response.status}`,
    said?.where ?? '',
    said?.fields ?? [],
  )
}

/// The keys of what was sent and got no answer: sent again as it was, it must not happen twice.
const unanswered = new Map<string, string>()

/// Sends, and says so in the reader's language when nothing comes back.
async function send(path: string, init: RequestInit): Promise<Response> {
  const sent = init.headers as Record<string, string>
  const same = typeof init.body === 'string' ? `${path} ${init.body}` : ''
  if (same && sent['Idempotency-Key'])
    sent['Idempotency-Key'] = unanswered.get(same) ?? sent['Idempotency-Key']
  try {
    const response = await fetch(path, { ...init, credentials: 'same-origin' })
    unanswered.delete(same)
    return response
  } catch (error) {
    if (aborted(error)) throw error
    if (same && sent['Idempotency-Key']) unanswered.set(same, sent['Idempotency-Key'])
    throw new Problem(0, 'offline', state.offlineText)
  }
}

async function call<T>(method: string, path: string, options: Options = {}): Promise<T> {
  // Signing in changes nothing that anybody is told of.
  if (method !== 'GET' && !path.includes('/session')) wroteAt = Date.now()
  const response = await send(path, {
    method,
    headers: headers(method, options),
    body: options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body)),
    signal: options.signal,
  })
  if (response.status === 401 && !path.endsWith('/session')) state.signedOut()
  if (!response.ok) throw await problemOf(response)
  const text = await response.text()
  return (text ? JSON.parse(text) : null) as T
}

export const api = {
  get: <T>(path: string, query?: Record<string, unknown>, signal?: AbortSignal) =>
    call<T>('GET', address(path, query), { signal }),
  post: <T>(path: string, body?: unknown, options: Options = {}) =>
    call<T>('POST', address(path), { ...options, body: body ?? {} }),
  put: <T>(path: string, body?: unknown) => call<T>('PUT', address(path), { body: body ?? {} }),
  del: (path: string) => call<null>('DELETE', address(path)),
  upload: <T>(path: string, query: Record<string, unknown>, file: Blob) =>
    call<T>('POST', address(path, query), { raw: file }),
}

/// Asks for a file by POST and hands it to the browser to be kept under that name.
export async function save(path: string, body: unknown, name: string): Promise<void> {
  const response = await send(address(path), {
    method: 'POST',
    headers: headers('POST', { body }),
    body: JSON.stringify(body),
  })
  if (!response.ok) throw await problemOf(response)
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await response.blob())
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}

export function aborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}
