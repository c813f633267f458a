import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Todo } from '@/api/types'
import { deadline, urgency } from './todo'

const today = '2026-11-23'
const todo = (due: string | null, left: number | null, overdue = false) =>
  ({ id: '1', kind: 'x', due, working_days_left: left, overdue }) as Todo

test('no deadline, past, today, soon and later are told apart', () => {
  assert.equal(urgency(todo(null, null), today), 'none')
  assert.equal(urgency(todo('2026-11-20', 0, true), today), 'overdue')
  assert.equal(urgency(todo('2026-11-20', null), today), 'overdue')
  assert.equal(urgency(todo('2026-11-23', 0), today), 'pressing')
  assert.equal(urgency(todo('2026-12-02', 7), today), 'pressing')
  assert.equal(urgency(todo('2026-12-31', 28), today), 'later')
})
test('the deadline is said in words', () => {
  assert.deepEqual(deadline(todo('2026-12-02', 7), today, 'zh'), {
    key: 'todo.days_left',
    days: 7,
    date: '12月2日',
  })
  assert.deepEqual(deadline(todo('2026-12-31', 28), today, 'en'), {
    key: 'todo.before',
    date: '31 Dec',
  })
  assert.equal(deadline(todo('2026-11-23', 0), today, 'zh').key, 'todo.today')
  assert.equal(deadline(todo('2026-11-20', 0, true), today, 'zh').key, 'todo.overdue')
  assert.equal(deadline(todo(null, null), today, 'zh').key, 'todo.no_deadline')
})
