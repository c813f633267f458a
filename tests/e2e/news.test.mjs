// What somebody else changes is told on an open list, which stays as it is until one asks.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { faults, go, launch, openPage, settled, signIn } from './lib/browser.mjs'
import { demoAccounts, startServer } from './lib/server.mjs'

let server, browser, reader, writer
before(async () => {
  server = await startServer()
  browser = await launch()
  const accounts = await demoAccounts(server.url)
  reader = await openPage(browser, server.url)
  writer = await openPage(browser, server.url)
  await signIn(reader, accounts.reviewer)
  await signIn(writer, accounts.admin)
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

/// Changes the first record of a list by one plain text field.
const change = (type, field) =>
  writer.page.evaluate(
    async ([type, field]) => {
      const { csrf, today } = await (await fetch('api/v1/session')).json()
      const { rows } = await (await fetch(`api/v1/records/${type}?limit=1`)).json()
      const answer = await fetch(`api/v1/records/${type}/${rows[0].id}/changes`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'X-CSRF-Token': csrf,
          'Idempotency-Key': crypto.randomUUID(),
          'If-Match': `"${rows[0].version}"`,
        },
        body: JSON.stringify({ values: { [field]: '改过' }, effective_from: today, reason: '试' }),
      })
      return answer.status
    },
    [type, field],
  )

test('a change by another person is told, and shown when asked for', async () => {
  const meta = await reader.page.evaluate(async () => (await fetch('api/v1/meta')).json())
  const plain = (type) =>
    meta.record_types
      .find((each) => each.id === type)
      ?.fields.find((each) => each.type.endsWith('text') && !each.required && !each.sensitive)
  const list = meta.views.find((view) => view.kind === 'list' && plain(view.record))
  await go(reader, `/v/${list.id}`)
  assert.equal(await reader.page.isVisible('.news button'), false)
  assert.equal(await change(list.record, plain(list.record).id), 200)
  await reader.page.waitForSelector('.news button')
  assert.deepEqual(await faults(reader, 'news'), [])
  await reader.page.click('.news button')
  await settled(reader.page)
  assert.equal(await reader.page.isVisible('.news button'), false)
})
