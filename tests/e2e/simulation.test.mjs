// Before anybody decides about a draft of the rules, it is rehearsed on everyone: what it costs,
// where, who gains and why. Nothing is stored by it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { faults, go, launch, openPage, settled, signIn } from './lib/browser.mjs'
import { demoAccounts, startServer } from './lib/server.mjs'

let server, browser, accounts, maker
const found = []

before(async () => {
  server = await startServer()
  browser = await launch()
  accounts = await demoAccounts(server.url)
  maker = await openPage(browser, server.url)
  await signIn(maker, accounts.admin)
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

const look = async (opened, name) =>
  found.push(...(await faults(opened, `simulation-${name}`)).map((each) => `${name}: ${each}`))
const words = (opened) => opened.page.innerText('main')

/// A draft that raises a figure of the rules from the beginning of the year.
const draft = (opened) =>
  opened.page.evaluate(async () => {
    const session = await (await fetch('api/v1/session')).json()
    const parameters = await (
      await fetch(`api/v1/parameters?region=${session.home_region.code}`)
    ).json()
    const wage = parameters.find((each) => /^\d{4}$/.test(String(each.value)))
    const made = await fetch('api/v1/drafts', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-csrf-token': session.csrf,
        'idempotency-key': crypto.randomUUID(),
      },
      body: JSON.stringify({
        title: '提高标准',
        edits: [
          {
            parameter: wage.name,
            region: session.home_region.code,
            from: '2026-01-01',
            value: Number(wage.value) + 200,
            basis: { class: 'draft', text: '征求意见稿' },
          },
        ],
      }),
    })
    if (!made.ok) throw new Error(await made.text())
    return (await made.json()).id
  })

test('a draft is rehearsed: cost, places, who gains and why; the list as a spreadsheet', async () => {
  const id = await draft(maker)
  await go(maker, `/drafts/${id}`)
  await maker.page.click('.page-head a[href*="simulation"]')
  await maker.page.waitForSelector('.answer')
  await settled(maker.page)
  await look(maker, 'result')
  const said = await words(maker)
  assert.match(said, /多 [\d,]+\.\d\d 元/)
  assert.match(said, /人有变化：[1-9]\d* 人增加，0 人减少/)
  await maker.page.click('main tbody button.link >> nth=0')
  await settled(maker.page)
  await look(maker, 'person')
  const panel = await maker.page.innerText('#beside')
  assert.match(panel, /现在：/)
  assert.doesNotMatch(panel, /上期/)
  const waiting = maker.page.waitForEvent('download')
  await maker.page.keyboard.press('Escape')
  await maker.page.click('.page-head button')
  assert.match((await waiting).suggestedFilename(), /simulation\.xlsx$/)
})

test('in English, on a phone, and for a period in which nobody is', async () => {
  const id = await draft(maker)
  const phone = await openPage(browser, server.url, { size: 'phone', language: 'en' })
  await signIn(phone, accounts.admin)
  await phone.page.evaluate(async () => {
    const { csrf } = await (await fetch('api/v1/session')).json()
    await fetch('api/v1/session/language', {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf },
      body: JSON.stringify({ language: 'en' }),
    })
  })
  await phone.page.reload()
  await settled(phone.page)
  await go(phone, `/drafts/${id}/simulation`)
  await phone.page.waitForSelector('.answer')
  await look(phone, 'phone')
  assert.match(await words(phone), /more/)
  await phone.page.fill('#simulation-period', '1990-01')
  await phone.page.click('form [type=submit]')
  await settled(phone.page)
  await look(phone, 'nobody')
  assert.match(await words(phone), /Nobody/)
  await phone.close()
})

test('what locked months would say now: nothing, as long as nothing changed', async () => {
  const { views } = await maker.page.evaluate(async () => (await fetch('api/v1/meta')).json())
  const run = views.find((view) => view.kind === 'decision_run')
  await go(maker, `/v/${run.id}`)
  await maker.page.click('.page-head a[href*="differences"]')
  await settled(maker.page)
  await look(maker, 'differences')
  assert.match(await words(maker), /没有要补发或扣回的/)
})

/// A second person agrees to the draft.
async function publish(id) {
  const post = (opened, path) =>
    opened.page.evaluate(async (path) => {
      const session = await (await fetch('api/v1/session')).json()
      const made = await fetch(`api/v1${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-csrf-token': session.csrf,
          'idempotency-key': crypto.randomUUID(),
        },
        body: '{}',
      })
      if (!made.ok) throw new Error(await made.text())
      return made.json()
    }, path)
  const second = await openPage(browser, server.url)
  await signIn(second, accounts.reviewer)
  const proposed = await post(maker, `/drafts/${id}/proposal`)
  await post(second, `/proposals/${proposed.proposal ?? proposed.id}/approval`)
  await second.close()
}

test('once it is in force, what locked months owe is a sheet', async () => {
  await publish(await draft(maker))
  const { views } = await maker.page.evaluate(async () => (await fetch('api/v1/meta')).json())
  const run = views.find((view) => view.kind === 'decision_run')
  await go(maker, '/')
  await go(maker, `/runs/${run.id}/differences`)
  await maker.page.waitForSelector('.answer')
  await settled(maker.page)
  await look(maker, 'owed')
  assert.match(await words(maker), /[1-9]\d* 人有差额，.*补发 [\d,]+\.\d\d 元/)
  const waiting = maker.page.waitForEvent('download')
  await maker.page.click('.page-head a[download]')
  assert.match((await waiting).suggestedFilename(), /differences\.xlsx$/)
})

test('each state of the rehearsal is without faults', () => assert.deepEqual(found, []))
