import assert from 'node:assert/strict'
import { test } from 'node:test'
import { api, configure, Problem } from './client'

test('what got no answer is sent again under its key; the next one has its own', async () => {
  const keys: string[] = []
  let answers = false
  const was = globalThis.fetch
  globalThis.fetch = (async (_: string, init: RequestInit) => {
    keys.push((init.headers as Record<string, string>)['Idempotency-Key']!)
    if (!answers) throw new TypeError('network')
    return new Response('{}')
  }) as typeof fetch
  configure({ offlineText: 'no network' })
  const send = (name: string) => api.post('/things', { name })
  const offline = (error: Problem) => error.offline && error.message === 'no network'
  await assert.rejects(send('a'), offline)
  await assert.rejects(send('a'), offline)
  answers = true
  await send('b')
  await send('a')
  await send('a')
  globalThis.fetch = was
  const [first, again, other, third, fresh] = keys
  assert.equal(first, again)
  assert.equal(first, third)
  assert.notEqual(first, other)
  assert.notEqual(first, fresh)
})
