// Every page and its states, as each role sees it: axe finds nothing, nothing is cut off, the
// content policy is kept, and an English page says nothing in Chinese but data.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { faults, go, launch, openPage, settled, signIn, strayChinese } from './lib/browser.mjs'
import { demoAccounts, startServer } from './lib/server.mjs'

let server, browser, accounts, meta, first, run
before(async () => {
  server = await startServer()
  browser = await launch()
  accounts = await demoAccounts(server.url)
  const opened = await openPage(browser, server.url)
  await signIn(opened, accounts.admin)
  meta = await opened.page.evaluate(async () => (await fetch('api/v1/meta')).json())
  const list = listOf()
  first = await opened.page.evaluate(
    async (type) => (await (await fetch(`api/v1/records/${type}?limit=1`)).json()).rows[0].id,
    list.record,
  )
  run = await opened.page.evaluate(
    async (view) => (await (await fetch(`api/v1/runs/${view}`)).json())[0]?.id,
    views('decision_run')[0].id,
  )
  await opened.close()
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

const views = (kind) => meta.views.filter((view) => view.kind === kind)
const listOf = () =>
  views('list').find(
    (view) => meta.record_types.find((type) => type.id === view.record)?.children.length,
  )

/// The pages of a role: name, address, and what is pressed or typed to reach a state.
function pages() {
  const list = listOf()
  const record = `/r/${list.record}/${first}`
  return {
    admin: [
      ['today', '/'],
      ['list', `/v/${list.id}`],
      ['list-nothing-matches', `/v/${list.id}?q=${encodeURIComponent('无此人无此人')}`],
      [
        'list-filter-open',
        `/v/${list.id}`,
        async (page) => {
          if (await page.isVisible('.filters-phone')) await page.click('.filters-phone')
          await page.click('.tools .menu button >> nth=0')
        },
      ],
      [
        'list-bulk',
        `/v/${list.id}`,
        async (page) => {
          // On a phone rows are cards, and nothing is changed in bulk.
          if (!(await page.isVisible('tbody input >> nth=0'))) return
          await page.check('tbody input >> nth=0')
          await page.click('.chosen .btn-primary')
          await page.click('dialog [type=submit]')
        },
      ],
      ['list-past', `/v/${list.id}?as_of=2019-12-31`],
      ['record', record],
      ['record-past', `${record}?as_of=2020-12-31`],
      ['record-reason', record, async (page) => page.click('.reasons .source button >> nth=0')],
      [
        'record-reveal',
        record,
        async (page) => {
          await page.click('.facts button >> nth=0')
          await page.click('dialog [type=submit]')
        },
      ],
      ['record-history', record, async (page) => page.click('details summary')],
      ['new', `/r/${list.record}/new`],
      ['new-wrong', `/r/${list.record}/new`, async (page) => page.click('form [type=submit]')],
      ['change', `${record}/edit/change`],
      ['correct', `${record}/edit/correct`],
      ['end', `${record}/edit/end`],
      ['import', `/import/${list.record}`],
      ['proposals', '/proposals'],
      ['rules', '/rules'],
      ['regions', '/regions'],
      ['region-picker', '/', async (page) => page.click('.where > button')],
      ['lost', '/no/such/page'],
      ['print-record', `/print${record}`],
      ['run', `/runs/${views('decision_run')[0].id}/${run}`],
      ['print-run', `/print/runs/${views('decision_run')[0].id}/${run}`],
      ...views('list').map((view) => [`list-${view.id}`, `/v/${view.id}`]),
      ...views('decision_run').map((view) => [`runs-${view.id}`, `/v/${view.id}`]),
      ...views('dashboard').map((view) => [`dashboard-${view.id}`, `/v/${view.id}`]),
    ],
    clerk: [
      ['today', '/'],
      ['list', `/v/${list.id}`],
      ['new', `/r/${list.record}/new`],
      ['import', `/import/${list.record}`],
      ['rules', '/rules'],
      ['record-elsewhere', record],
      ...views('decision_run').map((view) => [`runs-${view.id}`, `/v/${view.id}`]),
    ],
    reviewer: [
      ['today', '/'],
      ['list', `/v/${list.id}`],
      ['proposals', '/proposals'],
      ['rules', '/rules'],
      ...views('decision_run').map((view) => [`runs-${view.id}`, `/v/${view.id}`]),
    ],
    auditor: [
      ['log', '/log'],
      ['today', '/'],
      ['record', record],
      ['statistics', '/statistics'],
    ],
    self: [
      ['today', '/'],
      ['record', null, async (page) => page.click('main a[href*="/r/"] >> nth=0')],
    ],
    system: [
      ['today', '/'],
      ['accounts', '/accounts'],
      [
        'new-account',
        '/accounts',
        async (page) => {
          await page.click('main .btn-primary')
          await page.click('dialog [type=submit]')
        },
      ],
      ['holidays', '/holidays'],
      ['system', '/system'],
    ],
    security: [
      ['proposals', '/proposals'],
      ['today', '/'],
    ],
    secaudit: [
      ['log', '/log'],
      ['access-log', '/access-log'],
    ],
  }
}

async function walk(role, size, language, chosen) {
  const opened = await openPage(browser, server.url, { size, language })
  const wrong = []
  try {
    await signIn(opened, accounts[role])
    await opened.page.evaluate(async (language) => {
      const { csrf } = await (await fetch('api/v1/session')).json()
      await fetch('api/v1/session/language', {
        method: 'PUT',
        headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf },
        body: JSON.stringify({ language }),
      })
    }, language)
    await opened.page.reload()
    await settled(opened.page)
    for (const [name, hash, act] of chosen) {
      await go(opened, '/')
      if (hash) await go(opened, hash)
      try {
        if (act) await act(opened.page)
        await settled(opened.page)
      } catch (error) {
        wrong.push(`${name}: ${error.message.split('\n')[0]}`)
      }
      const found = await faults(opened, `${role}-${name}-${size}-${language}`)
      if (language === 'en')
        found.push(...(await strayChinese(opened)).map((run) => `Chinese: ${run}`))
      wrong.push(...found.map((each) => `${name}: ${each}`))
    }
  } finally {
    await opened.close()
  }
  return wrong
}

test('the sign-in page', async () => {
  for (const language of ['zh', 'en'])
    for (const size of ['laptop', 'phone']) {
      const opened = await openPage(browser, server.url, { size, language })
      await go(opened, '/sign-in')
      assert.deepEqual(await faults(opened, `sign-in-${size}-${language}`), [])
      await opened.page.click('[type=submit]')
      assert.deepEqual(await faults(opened, `sign-in-empty-${size}-${language}`), [])
      if (language === 'en') assert.deepEqual(await strayChinese(opened), [])
      await opened.close()
    }
})

const everyone = 'admin,clerk,reviewer,auditor,self,system,security,secaudit'
for (const role of (process.env.JIZHI_E2E_ROLES ?? everyone).split(','))
  for (const [size, language] of [
    ['laptop', 'zh'],
    ['desktop', 'en'],
    ['phone', 'zh'],
  ])
    test(`the pages of ${role}, ${size}, ${language}`, async () => {
      assert.deepEqual(await walk(role, size, language, pages()[role]), [])
    })
