// The rules change by two people: a draft made where the rule is read, checked, handed in, agreed
// to by a second person, in force, and the results that differ from it are to do.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { faults, go, launch, openPage, settled, signIn } from './lib/browser.mjs'
import { approve, ask, tableWithFigure } from './lib/rules.mjs'
import { demoAccounts, startServer } from './lib/server.mjs'

let server, browser, accounts, maker, second
const found = []

before(async () => {
  server = await startServer()
  browser = await launch()
  accounts = await demoAccounts(server.url)
  maker = await openPage(browser, server.url)
  second = await openPage(browser, server.url)
  await signIn(maker, accounts.admin)
  await signIn(second, accounts.reviewer)
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

const look = async (opened, name) =>
  found.push(...(await faults(opened, `draft-${name}`)).map((each) => `${name}: ${each}`))
const words = (opened) => opened.page.innerText('main')

/// A figure of the rules: a number that has been in force for years.
async function figure() {
  const all = await ask(maker, '/parameters')
  return all.find((each) => /^\d{3,5}$/.test(String(each.value)))
}
test('a new value of a figure: checked, shown, agreed to by a second person, in force', async () => {
  const parameter = await figure()
  const value = String(Number(parameter.value) + 200)
  await go(maker, '/rules')
  await look(maker, 'rules')
  await maker.page.click(`main a[href$="/parameters/${parameter.name}"]`)
  await settled(maker.page)
  await look(maker, 'parameter')
  await maker.page.click('.page-head .btn-primary')
  await settled(maker.page)
  await maker.page.click('form [type=submit]')
  await look(maker, 'missing')
  assert.match(await words(maker), /请填写/)
  await maker.page.fill('#value-0', value)
  await maker.page.fill('#draft-from', '2026-01-01')
  await maker.page.selectOption('#draft-class', 'example')
  await maker.page.fill('#draft-text', '关于调整标准的通知（演示〔2026〕5号）')
  await maker.page.click('form [type=submit]')
  await maker.page.waitForSelector('.good')
  await look(maker, 'checked')
  await maker.page.click('form .btn-primary')
  await maker.page.waitForURL(/drafts\/(?!new)/)
  await settled(maker.page)
  await look(maker, 'handed-in')
  assert.equal((await figure()).value, parameter.value, 'not before the second person')
  assert.match(await approve(second, look), /演示〔2026〕5号/)
  const now = (await ask(maker, '/parameters')).find((each) => each.name === parameter.name)
  assert.equal(String(now.value), value)
  assert.match(now.basis.text.zh, /演示〔2026〕5号/)
})

test('the cells of a table are changed in place; what is wrong is said in place', async () => {
  const table = await tableWithFigure(maker)
  await go(maker, `/rules/${table.id}`)
  await look(maker, 'table')
  await maker.page.click('main a[href*="/drafts/new"]')
  await settled(maker.page)
  await look(maker, 'grid')
  const row = table.rules.findIndex((rule) => /^\d+$/.test(rule.outputs[0]))
  const cell = `tbody tr:nth-child(${row + 1}) td:nth-of-type(${table.inputs.length + 1}) textarea`
  await maker.page.fill(cell, 'nobody knows this (')
  await maker.page.click('form [type=submit]')
  await maker.page.waitForSelector('.bad')
  await look(maker, 'grid-wrong')
  await maker.page.fill(cell, String(Number(table.rules[row].outputs[0]) + 1))
  await maker.page.click('form [type=submit]')
  await maker.page.waitForSelector('.good')
  await look(maker, 'grid-checked')
  await maker.page.click('form .btn-primary')
  await maker.page.waitForURL(/drafts\/(?!new)/)
  await approve(second, look)
  const now = await ask(maker, `/decisions/${table.id}`)
  assert.equal(now.rules[row].outputs[0], String(Number(table.rules[row].outputs[0]) + 1))
  assert.deepEqual(found, [])
})

test('a draft that nobody decides about is deleted by its maker', async () => {
  const parameter = await figure()
  await go(maker, `/drafts/new?parameter=${parameter.name}`)
  await maker.page.fill('#value-0', String(Number(parameter.value) + 300))
  await maker.page.fill('#draft-from', '2026-02-01')
  await maker.page.selectOption('#draft-class', 'example')
  await maker.page.fill('#draft-text', '不要的草稿（演示）')
  await maker.page.click('form [type=submit]')
  await maker.page.waitForSelector('.good')
  const mine = (await ask(maker, '/drafts')).find((each) => each.state === 'open')
  await go(maker, `/drafts/${mine.id}`)
  await maker.page.click('.page-head button:not(.btn-primary)')
  await look(maker, 'delete')
  await maker.page.click('dialog [type=submit]')
  await maker.page.waitForURL(/#\/rules/)
  await settled(maker.page)
  assert.ok(!(await ask(maker, '/drafts')).some((each) => each.id === mine.id))
  assert.deepEqual(found, [])
})

test('stored results that differ from the new rules are to do', async () => {
  for (let tries = 0; tries < 100; tries += 1) {
    const todo = await ask(maker, '/todo')
    if (todo.some((each) => each.kind.includes('differ'))) return
    await maker.page.waitForTimeout(100)
  }
  assert.fail('nobody is told who differs')
})
