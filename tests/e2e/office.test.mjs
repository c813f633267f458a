// A month of an office: sign in, take a roster in, mend what was wrong, look at a person and her
// reasons, compute the run, let a second person agree, and carry the spreadsheet away.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { faults, go, launch, openPage, settled, signIn } from './lib/browser.mjs'
import { demoAccounts, startServer } from './lib/server.mjs'
import { csv, residentId, workbookText } from './lib/sheet.mjs'

let server, browser, accounts, clerk, list, run
const good = residentId('220402', '1990-03-07', 124)
const mended = residentId('220402', '1992-11-20', 468)
const broken = mended.slice(0, 17) + (mended[17] === '1' ? '2' : '1')
const head = [
  '姓名',
  '身份证号',
  '性别',
  '出生日期',
  '所在社区',
  '岗位',
  '入职日期',
  '学历',
  '联系电话',
]
const row = (name, id, sex, born, hired) => [
  name,
  id,
  sex,
  born,
  '康宁社区',
  '工作人员',
  hired,
  '大学本科',
  '13900001234',
]

before(async () => {
  server = await startServer()
  browser = await launch()
  accounts = await demoAccounts(server.url)
  clerk = await openPage(browser, server.url)
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

async function clean(opened, name) {
  assert.deepEqual(await faults(opened, `office-${name}`), [])
}
async function download(page, selector) {
  const [file] = await Promise.all([page.waitForEvent('download'), page.click(selector)])
  return readFileSync(await file.path())
}
async function upload(page, name, rows) {
  await go(clerk, `/import/${list.record}`)
  await page.setInputFiles('input[type=file]', { name, mimeType: 'text/csv', buffer: csv(rows) })
  await page.waitForSelector('main select')
  await settled(page)
}
async function checkRows(page) {
  await page.click('main .btn-primary >> nth=-1')
  await page.waitForSelector('.counts')
}

test('a clerk signs in by her demo account and sees what is to be done', async () => {
  const { page } = clerk
  await page.goto(clerk.url)
  await page.click(`.demo button:has-text("${accounts.clerk.login}")`)
  await page.waitForSelector('nav#navigation', { state: 'attached' })
  await settled(page)
  assert.match(await page.innerText('h1'), /今天要办/)
  assert.ok(await page.isVisible('text=演示数据'))
  await clean(clerk, 'today')
  const meta = await page.evaluate(async () => (await fetch('api/v1/meta')).json())
  list = meta.views.find(
    (view) =>
      view.kind === 'list' &&
      meta.record_types.find((type) => type.id === view.record)?.children.length,
  )
  run = meta.views.find((view) => view.kind === 'decision_run')
})

test('a roster is taken in: columns matched, the bad row told with its place', async () => {
  const { page } = clerk
  await upload(page, '花名册.csv', [
    head,
    row('欧阳测试', good, '女', '1990-03-07', '2019-03-01'),
    row('司马测试', broken, '女', '1992-11-20', '2020/7/1'),
  ])
  await clean(clerk, 'import-match')
  await checkRows(page)
  const said = await page.innerText('main')
  assert.match(said, /1 行可以收下，1 行要改/)
  assert.match(said, new RegExp(broken))
  await clean(clerk, 'import-checked')
  const rejected = await download(page, 'a[href*="rejected"]')
  assert.match(workbookText(rejected), new RegExp(broken))
  await page.click('main .btn-primary')
  await page.waitForSelector('text=收下了 1 行')
  await clean(clerk, 'import-done')
})

test('the mended file updates who is known and adds who was missing', async () => {
  const { page } = clerk
  await upload(page, '花名册改好.csv', [
    head,
    row('欧阳测试', good, '女', '1990-03-07', '2019-03-01'),
    row('司马测试', mended, '女', '1992-11-20', '2020/7/1'),
  ])
  await checkRows(page)
  assert.match(await page.innerText('.counts'), /新增\s*1\s/)
  await page.click('main .btn-primary')
  await page.waitForSelector('text=收下了 1 行')
  await go(clerk, `/v/${list.id}?q=${encodeURIComponent('欧阳测试')}`)
  assert.equal(await page.locator('tbody tr').count(), 1)
})

test('a person is found by initials; each reason opens its rule and its basis', async () => {
  const { page } = clerk
  await page.fill('[role=combobox]', 'oycs')
  await page.waitForSelector('[role=option]')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.reasons li')
  await settled(page)
  assert.match(await page.innerText('h1'), /欧阳测试/)
  await clean(clerk, 'person')
  await page.click('.reasons .source button >> nth=0')
  await page.waitForSelector('.panel .basis, .panel pre, .panel table')
  await settled(page)
  assert.equal(await page.locator('.reasons li.opened').count(), 1)
  await clean(clerk, 'person-reason')
  await page.keyboard.press('Escape')
  assert.equal(await page.locator('.panel').count(), 0)
})

test('a masked number is shown only with a reason', async () => {
  const { page } = clerk
  assert.doesNotMatch(await page.innerText('.facts'), new RegExp(good))
  await page.click('.facts button >> nth=0')
  await page.fill('#reveal-reason', '核对社保缴费')
  await page.click('dialog [type=submit]')
  await page.waitForSelector(`text=${good}`)
})

test('a computed level is stored with one button, and no longer differs', async () => {
  const { page } = clerk
  await page.click('.differs .btn-primary')
  await page.fill('#apply-from', '2026-01-01')
  await page.click('dialog [type=submit]')
  await page.waitForFunction(() => !document.querySelector('.differs'))
})

test('a change is kept apart from a correction and asks for its reason', async () => {
  const { page } = clerk
  const here = page.url().split('#')[1]
  await go(clerk, `${here}/edit/change`)
  await page.click('form [type=submit]')
  await page.waitForSelector('.problems')
  await clean(clerk, 'change-wrong')
  await page.fill('#f-reason', '补录备注')
  const area = page.locator('form textarea').first()
  await area.fill('端到端测试')
  await page.click('form [type=submit]')
  await page.waitForSelector('text=变更已保存')
})

test('the run is computed, compared and sent to a second person', async () => {
  const { page } = clerk
  await go(clerk, `/v/${run.id}`)
  await page.click('main .btn-primary >> nth=0')
  const { today } = await page.evaluate(async () => (await fetch('api/v1/session')).json())
  await page.fill('#run-period', today.slice(0, 7)) // the months before are locked in the demo city
  await page.click('dialog [type=submit]')
  await page.waitForSelector('.sums')
  await settled(page)
  await clean(clerk, 'run')
  await page.click('tbody button >> nth=0')
  await page.waitForSelector('.panel .steps, .panel .muted')
  await settled(page)
  await clean(clerk, 'run-line')
  await page.keyboard.press('Escape')
  await page.click('main .btn-primary >> nth=0')
  await page.waitForSelector('text=待复核')
})

test('her own proposal is not hers to approve', async () => {
  const { page } = clerk
  await go(clerk, '/proposals')
  await page.click('tbody a >> nth=0')
  await settled(page)
  assert.ok(await page.isVisible('text=要由另一人复核'))
  assert.equal(await page.locator('main .btn-primary').count(), 0)
})

test('a second person approves and the run is locked; the spreadsheet opens', async () => {
  const reviewer = await openPage(browser, server.url)
  const { page } = reviewer
  await signIn(reviewer, accounts.reviewer)
  await go(reviewer, '/proposals')
  await clean(reviewer, 'proposals')
  await page.click('tbody a >> nth=0')
  await settled(page)
  await clean(reviewer, 'proposal')
  await page.click('main .btn-primary')
  await page.click('dialog [type=submit]')
  await page.waitForSelector('text=已通过')
  await go(reviewer, `/v/${run.id}`)
  await page.click('tbody a >> nth=0')
  await page.waitForSelector('text=已锁定')
  await settled(page)
  const book = await download(page, 'a[href*="export"]')
  const text = workbookText(book)
  assert.match(text, /欧阳测试/)
  assert.match(text, /制表/)
  await reviewer.close()
})

test('what is filtered is what is exported', async () => {
  const { page } = clerk
  await go(clerk, `/v/${list.id}?q=${encodeURIComponent('司马测试')}`)
  await page.click('button:has-text("导出")')
  const text = workbookText(await download(page, 'a[href*="format=xlsx"]'))
  assert.match(text, /司马测试/)
  assert.doesNotMatch(text, /欧阳测试/)
})
