import type { Todo } from '@/api/types'
import { short, type Language } from '@/kit/date'

/// From how many working days left on a row is pressing. Only how it is shown depends on it.
const pressing_days = 7

export type Urgency = 'overdue' | 'pressing' | 'later' | 'none'

export function urgency(todo: Todo, today: string): Urgency {
  if (todo.overdue || (todo.due !== null && todo.due < today)) return 'overdue'
  if (todo.due === null) return 'none'
  if (todo.due === today) return 'pressing'
  const left = todo.working_days_left
  return left !== null && left !== undefined && left <= pressing_days ? 'pressing' : 'later'
}

/// What is said of the deadline: a key of the locale and what goes into it.
export function deadline(
  todo: Todo,
  today: string,
  language: Language,
): { key: string; date?: string; days?: number } {
  const how = urgency(todo, today)
  if (how === 'none' || todo.due === null) return { key: 'todo.no_deadline' }
  const date = short(todo.due, today, language)
  if (how === 'overdue') return { key: 'todo.overdue', date }
  if (todo.due === today) return { key: 'todo.today' }
  if (how === 'pressing') return { key: 'todo.days_left', days: todo.working_days_left ?? 0, date }
  return { key: 'todo.before', date }
}
