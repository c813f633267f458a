// The picture of the README, taken from the page as it is: a person whose pay line is opened to its
// reasons. JIZHI_URL=http://… node picture.mjs FOLDER
import { join } from 'node:path'
import { go, launch, openPage, settled, signIn } from './lib/browser.mjs'
import { demoAccounts, startServer } from './lib/server.mjs'

const folder = process.argv[2] ?? new URL('../../docs/pictures', import.meta.url).pathname
const server = await startServer()
const browser = await launch()
const accounts = await demoAccounts(server.url)
for (const language of ['zh', 'en']) {
  const opened = await openPage(browser, server.url, { language })
  const { page } = opened
  await signIn(opened, accounts.admin)
  const type = await page.evaluate(async (language) => {
    const { csrf } = await (await fetch('api/v1/session')).json()
    await fetch('api/v1/session/language', {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf },
      body: JSON.stringify({ language }),
    })
    const { views } = await (await fetch('api/v1/meta')).json()
    return views.find((view) => view.kind === 'decision_run').record
  }, language)
  const filter = encodeURIComponent(JSON.stringify({ level: { ge: 5 } }))
  const id = await page.evaluate(
    async ([type, filter]) =>
      (await (await fetch(`api/v1/records/${type}?limit=1&filter=${filter}`)).json()).rows[0].id,
    [type, filter],
  )
  await go(opened, `/r/${type}/${id}`)
  await page.reload()
  await settled(page)
  const lines = page.locator('.statement .source button')
  await lines.nth(0).click()
  await settled(page)
  await page.screenshot({ path: join(folder, `person.${language}.png`) })
  await opened.close()
}
await browser.close()
await server.stop()
