// Days are "YYYY-MM-DD" everywhere; a sentence writes them out, a table keeps them.

export type Language = 'zh' | 'en'

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const iso = /^(\d{4})-(\d{2})(?:-(\d{2}))?/
const zone = 'Asia/Shanghai'

function digits(text: string): [number, number, number | null] | null {
  const match = iso.exec(text)
  if (!match) return null
  return [Number(match[1]), Number(match[2]), match[3] ? Number(match[3]) : null]
}

/// 2026-01-05 → "2026年1月5日" or "5 Jan 2026"; 2026-01 → "2026年1月" or "Jan 2026".
export function inSentence(text: string | null | undefined, language: Language): string {
  const found = digits(text ?? '')
  if (!found) return text || '—'
  const [year, month, day] = found
  if (language === 'zh') return `${year}年${month}月${day === null ? '' : `${day}日`}`
  return `${day === null ? '' : `${day} `}${months[month - 1]} ${year}`
}

/// The same without the year when it is the year of `today`.
export function short(text: string, today: string, language: Language): string {
  const found = digits(text)
  if (!found || found[2] === null || text.slice(0, 4) !== today.slice(0, 4))
    return inSentence(text, language)
  return language === 'zh' ? `${found[1]}月${found[2]}日` : `${found[2]} ${months[found[1] - 1]}`
}

/// The weekday, Monday = 0, by the civil calendar (no time zone involved).
export function weekday(text: string): number {
  const [year, month, day] = digits(text) ?? [1970, 1, 1]
  return (new Date(Date.UTC(year, month - 1, day ?? 1)).getUTCDay() + 6) % 7
}

/// An instant (UTC) as the office's clock shows it: 2026-11-23 17:05.
export function instant(text: string | null | undefined): string {
  if (!text) return '—'
  const at = new Date(text)
  if (Number.isNaN(at.getTime())) return text
  const shown = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }).formatToParts(at)
  const part = (type: string) => shown.find((each) => each.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}`
}

const loose = /^(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})?\s*日?)?$/
const packed = /^(\d{4})(\d{2})(\d{2})$/

/// What a clerk types for a day ("2019.3.1", "20190301", "２０１９年3月1日"), or null if it is none.
export function parseDay(typed: string): string | null {
  const text = typed
    .trim()
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
  const match = packed.exec(text) ?? loose.exec(text)
  if (!match || !match[3]) return null
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  const made = new Date(Date.UTC(year, month - 1, day))
  if (made.getUTCMonth() !== month - 1 || made.getUTCDate() !== day) return null
  return made.toISOString().slice(0, 10)
}

/// The month before or after: addMonths("2026-01", -1) = "2025-12".
export function addMonths(period: string, count: number): string {
  const [year, month] = digits(period) ?? [1970, 1]
  return new Date(Date.UTC(year, month - 1 + count, 1)).toISOString().slice(0, 7)
}
