// Without a network, or when an answer is lost on its way: it is said in place, there is a way to
// try again, nothing that was typed is lost, and nothing happens twice.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { faults, go, launch, openPage, settled, signIn } from './lib/browser.mjs'
import { demoAccounts, startServer } from './lib/server.mjs'

let server, browser, opened, page, lists, record
before(async () => {
  server = await startServer()
  browser = await launch()
  opened = await openPage(browser, server.url)
  page = opened.page
  await signIn(opened, (await demoAccounts(server.url)).admin)
  const { views, record_types } = await ask('/meta')
  lists = views.filter((view) => view.kind === 'list')
  const type = record_types.find((each) => each.children.length && each.decisions.length)
  record = `/${type.id}/${(await ask(`/records/${type.id}?limit=1`)).rows[0].id}`
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

const ask = (path) => page.evaluate(async (path) => (await fetch(`api/v1${path}`)).json(), path)
const network = (on) => page.context().setOffline(!on)
const alert = () => page.innerText('main [role=alert]')
/// What must not be is not: but the browser itself says that requests failed.
const look = async (name) =>
  assert.deepEqual(
    (await faults(opened, `network-${name}`)).filter((each) => !/fetch|import|preload/i.test(each)),
    [],
  )

test('a list that does not come says so and can be asked for again', async () => {
  await go(opened, `/v/${lists[0].id}`)
  await network(false)
  await go(opened, `/v/${lists[1].id}`)
  assert.match(await alert(), /没有网络/)
  await look('list')
  await network(true)
  await page.click('main [role=alert] button')
  await page.waitForSelector('tbody tr')
})

test('a page whose script does not come leaves one where one was', async () => {
  await network(false)
  await page.click('nav a[href="#/rules"]')
  await page.waitForSelector('text=没有网络，这一页打不开')
  await look('page')
  assert.ok(await page.isVisible('tbody tr'), 'the list still stands')
  await network(true)
  await page.click('nav a[href="#/rules"]')
  await page.waitForSelector('main a[href*="/rules/"]')
})

test('what was typed stays, and what the server did although its answer was lost is done once', async () => {
  const changes = async () => (await ask(`/records${record}/history`)).length
  const before = await changes()
  await go(opened, `/r${record}/edit/change`)
  const name = page.locator('form input.control >> nth=0')
  await name.fill('甲乙丙')
  await page.fill('#f-reason', '更名')
  await network(false)
  await page.click('form [type=submit]')
  await page.waitForSelector('main [role=alert]')
  assert.match(await alert(), /没有网络/)
  assert.equal(await name.inputValue(), '甲乙丙')
  await look('form')
  await network(true)
  await page.route(
    '**/changes',
    async (route) => {
      await route.fetch() // the server did it
      await route.abort()
    },
    { times: 1 },
  )
  await page.click('form [type=submit]')
  await page.waitForSelector('main [role=alert]')
  assert.equal(await changes(), before + 1)
  await page.click('form [type=submit]')
  await page.waitForURL(new RegExp(`#/r${record}$`))
  await settled(page)
  assert.match(await page.innerText('h1'), /甲乙丙/)
  assert.equal(await changes(), before + 1)
})
