// A rule from its page to what it gives: read with its warnings, drawn, tried, changed as a drawing
// and as a spreadsheet, agreed to by a second person, computed again; its versions tell all that.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { faults, go, launch, openPage, settled, signIn, strayChinese } from './lib/browser.mjs'
import { approve, ask, tableWithFigure } from './lib/rules.mjs'
import { demoAccounts, startServer } from './lib/server.mjs'
import { rowsOf, withCell } from './lib/sheet.mjs'

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
  assert.deepEqual(found, [])
})

const look = async (opened, name) =>
  found.push(...(await faults(opened, `rules-${name}`)).map((each) => `${name}: ${each}`))
const words = (opened) => opened.page.innerText('main')

/// Whether the mark of bpmn.io can be seen and nothing lies over it.
const markSeen = (page) =>
  page.evaluate(() => {
    const mark = [...document.querySelectorAll('.bjs-powered-by, .powered-by')].find(
      (each) => each.getClientRects().length,
    )
    mark?.scrollIntoView({ block: 'center' })
    const box = mark?.getBoundingClientRect()
    if (!box || box.width < 20 || box.height < 8) return false
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
    window.scrollTo(0, 0)
    return mark.contains(top) || top.contains(mark)
  })
async function handIn() {
  await maker.page.click('.page-head .btn-primary')
  await settled(maker.page)
}
async function openTab(opened, tab) {
  await opened.page.click(`#tab-${tab}`)
  await settled(opened.page)
}

test('a rule is read, drawn, tried and told by its versions, in both languages and on a phone', async () => {
  const one = await tableWithFigure(maker)
  const english = await openPage(browser, server.url, { language: 'en' })
  const phone = await openPage(browser, server.url, { size: 'phone' })
  await signIn(english, accounts.auditor)
  await english.page.evaluate(async () => {
    const { csrf } = await (await fetch('api/v1/session')).json()
    const headers = { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf }
    const body = JSON.stringify({ language: 'en' })
    await fetch('api/v1/session/language', { method: 'PUT', headers, body })
  })
  await english.page.reload()
  await signIn(phone, accounts.admin)
  for (const [opened, name] of [
    [maker, 'zh'],
    [english, 'en'],
    [phone, 'phone'],
  ]) {
    await go(opened, `/rules/${one.id}`)
    await look(opened, `${name}-table`)
    if (name !== 'en') {
      const gaps = one.findings.filter((each) => each.code === 'dmn.gap' && each.cells)
      assert.equal(await opened.page.locator('tr.gap').count(), gaps.length, 'gaps in place')
    }
    for (const tab of ['model', 'trial', 'versions']) {
      await openTab(opened, tab)
      if (tab === 'model') {
        await opened.page.waitForSelector('.djs-element')
        assert.ok(await markSeen(opened.page), `${name}: the mark of bpmn.io is uncovered`)
      }
      await look(opened, `${name}-${tab}`)
      if (name === 'en') assert.deepEqual(await strayChinese(opened), [], tab)
    }
  }
  await english.close()
  await phone.close()
})

test('a trial filled from a person paints the rows that decide about her', async () => {
  const heads = await ask(maker, '/decisions')
  const main = heads.find((each) => each.main)
  await go(maker, `/rules/${main.id}?tab=trial`)
  await look(maker, 'trial-empty')
  const search = maker.page.locator('form .el-select input').first()
  await search.click()
  await search.fill('王')
  await maker.page.click('.el-select-dropdown__item >> nth=0')
  await maker.page.waitForSelector('tr.marked')
  await settled(maker.page)
  await look(maker, 'trial-filled')
  assert.match(await words(maker), /结果/)
  const box = maker.page.locator('form select.control').first()
  const answered = maker.page.waitForResponse((answer) => answer.url().includes('/trial'))
  await box.selectOption({ index: 0 })
  await answered
  await settled(maker.page)
  await look(maker, 'trial-changed')
  const codes = maker.page.locator('form ul.codes li')
  const before = await codes.count()
  assert.ok(before > 0, 'what she has of a dictionary is named and not written as FEEL')
  await codes.first().locator('button').click()
  assert.equal(await codes.count(), before - 1)
  await maker.page.locator('form .several select').first().selectOption({ index: 1 })
  assert.equal(await codes.count(), before)
  await settled(maker.page)
  await look(maker, 'trial-codes')
})

test('a drawing that was changed is a draft of the whole file', async () => {
  const one = await tableWithFigure(maker)
  await go(maker, `/rules/${one.id}?tab=model`)
  await maker.page.click('main a[href*="/drafts/model"]')
  await maker.page.waitForSelector('.djs-element')
  await look(maker, 'edit-drawing')
  assert.ok(await markSeen(maker.page), 'the mark is uncovered while one draws')
  await maker.page.click(`.views >> text="${one.title.zh}"`)
  await maker.page.waitForSelector('.tjs-table')
  await look(maker, 'edit-table')
  assert.ok(await markSeen(maker.page), 'and while one edits a table')
  const cell = maker.page.locator(`.tjs-table tbody tr >> nth=${one.row} >> css=.output-cell`)
  await cell.click()
  await maker.page.keyboard.press('Control+A')
  await maker.page.keyboard.type(String(Number(one.rules[one.row].outputs[0]) + 1))
  await maker.page.keyboard.press('Escape')
  await maker.page.click('main .btn-primary >> text="保存并检查"')
  await maker.page.waitForURL(/drafts\/(?!model)/)
  await settled(maker.page)
  await look(maker, 'draft')
  const text = await words(maker)
  assert.match(text, /检查通过/)
  assert.match(text, new RegExp(`${one.title.zh}.*第 ${one.row + 1} 行`))
  await openTab(maker, 'text')
  await look(maker, 'draft-table')
  await openTab(maker, 'model')
  await maker.page.waitForSelector('.djs-element, .tjs-table')
  await look(maker, 'draft-drawing')
})

test('a boxed expression is a grid whose cells, names and entries can be changed', async () => {
  const heads = await ask(maker, '/decisions')
  const all = await Promise.all(heads.map((head) => ask(maker, `/decisions/${head.id}`)))
  const one = all.find((each) => each.entries?.length > 1)
  const { xml } = await ask(maker, `/decisions/${one.id}/model`)
  await go(maker, `/drafts/model?decision=${one.id}`)
  await maker.page.waitForSelector('.djs-element')
  // Every part of the model opens, and none is said to be beyond the editor.
  const parts = maker.page.locator('.views button')
  for (let index = 0; index < (await parts.count()); index += 1) {
    await parts.nth(index).click()
    await settled(maker.page)
    assert.doesNotMatch(await maker.page.innerText('.holder'), /not supported/)
  }
  await maker.page.click(`.views >> text="${one.title.zh}"`)
  await maker.page.waitForSelector('.boxed-view .grid')
  await look(maker, 'boxed')
  const lines = maker.page.locator('.boxed-view .line')
  assert.equal(await lines.count(), one.entries.length)
  const cell = lines.nth(0).locator('textarea')
  await cell.fill(`(${await cell.inputValue()})`)
  await maker.page.click('.boxed-view > .box > button')
  const fresh = lines.nth(one.entries.length)
  await fresh.locator('input').fill('one_more')
  await fresh.locator('textarea').fill('1 < 2')
  await look(maker, 'boxed-changed')
  await maker.page.click('main .btn-primary >> text="保存并检查"')
  await maker.page.waitForURL(/drafts\/(?!model)/)
  await settled(maker.page)
  await look(maker, 'boxed-draft')
  const id = new URL(maker.page.url()).hash.split('/').at(-1)
  const draft = await ask(maker, `/drafts/${id}`)
  const text = Object.values(draft.files)[0]
  assert.match(text, /one_more/)
  // Whatever was not touched is as it was: all lines of the file are still there but the one changed.
  const now = new Set(text.split('\n'))
  const gone = xml.split('\n').filter((line) => !now.has(line))
  assert.ok(gone.length <= 4, gone.join('\n'))
})

test('a spreadsheet that was changed is a draft; a faulty cell is named', async () => {
  const one = await tableWithFigure(maker)
  await go(maker, `/rules/${one.id}`)
  await maker.page.click('.page-head .menu button')
  await look(maker, 'sheet-menu')
  const [download] = await Promise.all([
    maker.page.waitForEvent('download'),
    maker.page.click('.page-head .menu a[download]'),
  ])
  const bytes = readFileSync(await download.path())
  const row = Number(rowsOf(bytes)) - one.rules.length + one.row + 1
  const cell = String.fromCharCode('B'.charCodeAt(0) + one.inputs.length) + row
  const load = (name, text) =>
    maker.page.setInputFiles('.page-head input[type=file]', {
      name,
      mimeType: 'application/octet-stream',
      buffer: withCell(bytes, cell, text),
    })
  await load('wrong.xlsx', 'nobody knows this (')
  await maker.page.waitForSelector('.cells')
  await look(maker, 'sheet-wrong')
  assert.match(await maker.page.innerText('.cells'), new RegExp(`${cell}：`))
  const value = String(Number(one.rules[one.row].outputs[0]) + 1)
  await load('changed.xlsx', value)
  await maker.page.waitForURL(/drafts\/(?!new)/)
  await settled(maker.page)
  await look(maker, 'sheet-draft')
  assert.match(await words(maker), /检查通过/)

  await handIn()
  await look(maker, 'handed-in')
  const seen = await approve(second, (opened, name) => look(opened, `sheet-${name}`))
  assert.match(seen, new RegExp(`第 ${one.row + 1} 行`))
  const now = await ask(maker, `/decisions/${one.id}`)
  assert.equal(now.rules[one.row].outputs[0], value)
  await go(maker, `/rules/${one.id}?tab=versions`)
  await look(maker, 'versions')
  assert.match(await words(maker), new RegExp(`原来 .* → ${value}`))
})

test('who differs from the new rule is computed again', async () => {
  const count = (one) => Number(/\d+/.exec(one?.title.zh ?? '0')[0])
  const differing = async () =>
    (await ask(maker, '/todo')).find((each) => each.kind === 'differing')
  let row = null
  for (let quiet = 0, tries = 0; quiet < 20 && tries < 600; tries += 1) {
    const now = await differing()
    quiet = now && count(now) === count(row) ? quiet + 1 : 0 // all are being looked at again
    row = now
    await maker.page.waitForTimeout(100)
  }
  assert.ok(row, 'somebody is told who differs')
  await go(maker, '/')
  await look(maker, 'today')
  await maker.page.click(`main li:has-text("${row.title.zh}") a`)
  await settled(maker.page)
  await look(maker, 'differing')
  const total = () => maker.page.evaluate(() => document.querySelector('main').innerText)
  const before = await total()
  await maker.page.check('thead input[type=checkbox]')
  await maker.page.click('main .btn >> text=/更新/')
  await settled(maker.page)
  await look(maker, 'computed-again')
  assert.notEqual(await total(), before)
  assert.ok(count(await differing()) < count(row), 'fewer differ than before')
})
