// The yearly notice (holidays and make-up workdays) typed or pasted as lines of text.
import { parseDay } from '@/kit/date'

export type HolidayDay = { date: string; off: boolean; name: string }

/// Lines such as "2027-10-01 name" (off) or "2027-10-09 work name" (worked, marked by `worked`
/// words or a leading +); "2027-10-01~2027-10-07 name" stands for each day. Bad lines are returned.
export function parseNotice(
  text: string,
  workWords: string[],
): { days: HolidayDay[]; bad: string[] } {
  const days = new Map<string, HolidayDay>()
  const bad: string[] = []
  for (const line of text
    .split(/\r?\n/)
    .map((each) => each.trim())
    .filter(Boolean)) {
    const match = /^([+]?)\s*(\S+?)(?:\s*[~～]\s*(\S+))?(?:[\s,，]+(.*))?$/.exec(line)
    const from = match && parseDay(match[2]!)
    const to = match?.[3] ? parseDay(match[3]) : from
    if (!from || !to || to < from || days_between(from, to) > 60) {
      bad.push(line)
      continue
    }
    const name = (match?.[4] ?? '').trim()
    const off = !match?.[1] && !workWords.some((word) => name.includes(word))
    for (let day = from; day <= to; day = next(day)) days.set(day, { date: day, off, name })
  }
  return { days: [...days.values()].sort((a, b) => a.date.localeCompare(b.date)), bad }
}

function next(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}
function days_between(from: string, to: string): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000
}

/// Consecutive days of one name as one line of a list.
export function runs(
  days: HolidayDay[],
): { from: string; to: string; off: boolean; name: string; count: number }[] {
  const found: { from: string; to: string; off: boolean; name: string; count: number }[] = []
  for (const day of [...days].sort((a, b) => a.date.localeCompare(b.date))) {
    const last = found[found.length - 1]
    if (last && last.off === day.off && last.name === day.name && next(last.to) === day.date) {
      last.to = day.date
      last.count += 1
    } else found.push({ from: day.date, to: day.date, off: day.off, name: day.name, count: 1 })
  }
  return found
}
