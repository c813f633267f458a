// The same ways without a mouse: every stop of the Tab key shows where one is, nothing traps, and
// what matters is reached in few steps.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { go, launch, openPage, settled, signIn } from './lib/browser.mjs'
import { demoAccounts, startServer } from './lib/server.mjs'

let server, browser, accounts, opened
before(async () => {
  server = await startServer()
  browser = await launch()
  accounts = await demoAccounts(server.url)
  opened = await openPage(browser, server.url)
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

/// What has the focus: its words, and whether its outline can be seen.
function focused() {
  return opened.page.evaluate(() => {
    const element = document.activeElement
    const style = getComputedStyle(element)
    const label =
      element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent
    return {
      tag: element.tagName,
      says: label.trim().slice(0, 40),
      seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    }
  })
}
/// Presses Tab until `wanted` has the focus; says where that leads through.
async function tabTo(wanted, most) {
  for (let steps = 1; steps <= most; steps += 1) {
    await opened.page.keyboard.press('Tab')
    const now = await focused()
    if (now.tag !== 'BODY') assert.ok(now.seen, `no outline on ${now.tag} "${now.says}"`)
    if (wanted.test(now.says)) return steps
  }
  throw new Error(`${wanted} is not reached in ${most} steps`)
}

test('signing in', async () => {
  const { page } = opened
  await page.goto(opened.url)
  await page.waitForSelector('#login')
  await tabTo(/账号/, 5)
  await page.keyboard.type(accounts.clerk.login)
  await tabTo(/密码/, 2)
  await page.keyboard.type(accounts.clerk.password)
  await page.keyboard.press('Enter')
  await page.waitForSelector('nav#navigation')
  await settled(page)
})

test('the first stop of a page skips to its content', async () => {
  const { page } = opened
  await page.reload()
  await settled(page)
  await tabTo(/跳到正文/, 1)
  await page.keyboard.press('Enter')
  assert.equal((await focused()).tag, 'MAIN')
})

test('from the menu to a list, a record, a reason and back', async () => {
  const { page } = opened
  const meta = await page.evaluate(async () => (await fetch('api/v1/meta')).json())
  const list = meta.views.find(
    (view) =>
      view.kind === 'list' &&
      meta.record_types.find((type) => type.id === view.record)?.children.length,
  )
  await page.reload()
  await settled(page)
  await tabTo(new RegExp(list.title.zh), 25)
  await page.keyboard.press('Enter')
  await page.waitForSelector('tbody a')
  await settled(page)
  const name = await page.innerText('tbody a >> nth=0')
  await page.evaluate(() => document.querySelector('main').focus())
  await tabTo(new RegExp(`^${name}$`), 60)
  await page.keyboard.press('Enter')
  await page.waitForSelector('.reasons li')
  await settled(page)
  const rule = await page.innerText('.reasons .source button >> nth=0')
  await tabTo(new RegExp(rule.slice(0, 6)), 40)
  await page.keyboard.press('Enter')
  await page.waitForSelector('.panel')
  assert.ok(
    await page.evaluate(() => document.querySelector('.panel').contains(document.activeElement)),
  )
  await page.keyboard.press('Escape')
  await page.waitForFunction(() => !document.querySelector('.panel'))
  assert.equal((await focused()).says.slice(0, 6), rule.slice(0, 6))
})

test('a dialog keeps the focus, Escape closes it and gives the focus back', async () => {
  const { page } = opened
  await page.focus('.facts button >> nth=0')
  await page.keyboard.press('Enter')
  await page.waitForSelector('dialog[open]')
  for (let steps = 0; steps < 8; steps += 1) {
    await page.keyboard.press('Tab')
    const inside = await page.evaluate(
      () =>
        document.activeElement === document.body ||
        document.querySelector('dialog').contains(document.activeElement),
    )
    assert.ok(inside)
  }
  await page.keyboard.press('Escape')
  await page.waitForFunction(() => !document.querySelector('dialog[open]'))
  assert.match((await focused()).says, /显示/)
})

test('a form is filled, its problems lead to their fields', async () => {
  const { page } = opened
  const type = page.url().match(/#\/r\/(\w+)\//)[1]
  await go(opened, `/r/${type}/new`)
  await page.focus('form [type=submit]')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.problems')
  assert.ok(await page.evaluate(() => document.activeElement.classList.contains('summary')))
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  assert.ok(
    await page.evaluate(() => document.activeElement.getAttribute('aria-invalid') === 'true'),
  )
})
