// What was: lists and figures of another day; and what is kept with a record: a file handed over in
// a form and given back as it was.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { faults, go, launch, openPage, settled, signIn } from './lib/browser.mjs'
import { demoAccounts, startServer } from './lib/server.mjs'

let server, browser, opened, meta
const found = []
before(async () => {
  server = await startServer()
  browser = await launch()
  opened = await openPage(browser, server.url)
  await signIn(opened, (await demoAccounts(server.url)).admin)
  meta = await opened.page.evaluate(async () => (await fetch('api/v1/meta')).json())
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

const look = async (name) =>
  found.push(...(await faults(opened, `past-${name}`)).map((each) => `${name}: ${each}`))
const words = () => opened.page.innerText('main')
const total = async () =>
  Number(
    (await opened.page.innerText('.pager p'))
      .replaceAll(',', '')
      .match(/\d+/g)
      .at(-1),
  )
/// Chooses a day in the menu of the page.
async function lookAt(day) {
  await opened.page.click('.page-head .menu button >> nth=0')
  await opened.page.fill('.look input >> nth=0', day)
  await look('menu')
  await opened.page.click('.look [type=submit]')
  await settled(opened.page)
}
const listOf = () =>
  meta.views.find(
    (view) =>
      view.kind === 'list' &&
      meta.record_types.find((type) => type.id === view.record)?.children.length,
  )

test('a list of another day has the rows of then, and cannot be changed', async () => {
  const list = listOf()
  await go(opened, `/v/${list.id}`)
  const now = await total()
  await lookAt('2019-12-31')
  await look('list')
  assert.ok((await total()) < now, 'fewer people were there')
  assert.match(await words(), /2019年12月31日/)
  assert.equal(await opened.page.isVisible('tbody input'), false)
  await opened.page.click('tbody a >> nth=0')
  await settled(opened.page)
  assert.match(await words(), /2019年12月31日/, 'the record, too, as it was')
  await look('record')
})

test('the figures of another day are others, with their numerators', async () => {
  const view = meta.views.find((each) => each.kind === 'dashboard')
  await go(opened, `/v/${view.id}`)
  const now = await words()
  await lookAt('2019-12-31')
  await look('statistics')
  const then = await words()
  assert.match(then, /2019年12月31日/)
  assert.notEqual(then.replace(/2019年12月31日.*/, ''), now)
  await opened.page.click('.page-head .menu button >> nth=0')
  await opened.page.click('.look .btn-plain.btn-small')
  await settled(opened.page)
  assert.equal(await words(), now)
})

test('a file is handed over in a form and comes back as it was', async () => {
  const type = meta.record_types.find(
    (each) => each.parent && each.fields.some((field) => field.type === 'file'),
  )
  const field = type.fields.find((each) => each.type === 'file')
  const child = await opened.page.evaluate(
    async (type) => (await (await fetch(`api/v1/records/${type}?limit=1`)).json()).rows[0].id,
    type.id,
  )
  await go(opened, `/r/${type.id}/${child}/edit/correct`)
  const input = `#f-${field.id}`
  await opened.page.setInputFiles(input, {
    name: '脚本.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('<script>'),
  })
  await opened.page.waitForSelector('.file [role=alert]')
  await look('file-refused')
  const pdf = Buffer.from('%PDF-1.4\n% 演示\n')
  await opened.page.setInputFiles(input, { name: '扫描件.pdf', mimeType: 'application/pdf', buffer: pdf })
  await opened.page.waitForSelector('.file .name')
  await look('file-kept')
  await opened.page.fill('#f-reason', '补扫描件')
  await opened.page.click('form [type=submit]')
  await opened.page.waitForURL(/#\/r\/[^/]+\/[^/]+$/)
  await go(opened, `/r/${type.id}/${child}`)
  const [download] = await Promise.all([
    opened.page.waitForEvent('download'),
    opened.page.click('main a[download]'),
  ])
  assert.equal(download.suggestedFilename(), '扫描件.pdf')
  assert.deepEqual(readFileSync(await download.path()), pdf)
  assert.deepEqual(found, [])
})
