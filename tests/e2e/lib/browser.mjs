// Chromium, and a page that remembers whatever must not happen: errors, violations of the content
// policy, and what the server said (to tell data from words).
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { documentOf } from './schema.mjs'

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
)
const out = new URL('../out/', import.meta.url).pathname
mkdirSync(out, { recursive: true })

export const sizes = { desktop: [1440, 900], laptop: [1366, 768], phone: [390, 844] }
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--lang=zh-CN'],
  })
}

/// Strings that the server sent as data: everything but the Chinese half of bilingual words.
function collect(value, into) {
  if (typeof value === 'string') into.push(value)
  else if (Array.isArray(value)) value.forEach((each) => collect(each, into))
  else if (value && typeof value === 'object')
    for (const [key, each] of Object.entries(value)) if (key !== 'zh') collect(each, into)
}

export async function openPage(browser, url, { size = 'desktop', language = 'zh' } = {}) {
  const [width, height] = sizes[size]
  const context = await browser.newContext({ viewport: { width, height }, acceptDownloads: true })
  context.setDefaultTimeout(Number(process.env.JIZHI_WAIT_MS ?? 60_000))
  const page = await context.newPage()
  const seen = { errors: [], data: [] }
  const misfitsOf = await documentOf(url)
  await page.addInitScript((kept) => {
    if (!localStorage.getItem('language')) localStorage.setItem('language', kept)
    window.policyViolations = []
    window.requestsUnderWay = 0
    const { fetch } = window
    window.fetch = (...asked) => {
      window.requestsUnderWay += 1
      return fetch(...asked).finally(() => {
        window.requestsUnderWay -= 1
      })
    }
    document.addEventListener('securitypolicyviolation', (event) =>
      window.policyViolations.push(`${event.violatedDirective} ${event.blockedURI}`),
    )
  }, language)
  page.on('pageerror', (error) => seen.errors.push(`script: ${error.message}`))
  page.on('console', (message) => {
    const text = message.text()
    // Refused requests are logged by the browser itself; the tests look at what the page says.
    if (message.type() === 'error' && !text.startsWith('Failed to load resource'))
      seen.errors.push(`console: ${text}`)
  })
  page.on('response', async (response) => {
    if (response.status() >= 500) seen.errors.push(`server: ${response.status()} ${response.url()}`)
    if (!response.url().includes('/api/')) return
    const body = await response.json().catch(() => null)
    if (!body) return
    collect(body, seen.data)
    if (response.ok())
      seen.errors.push(
        ...misfitsOf(response.request().method().toLowerCase(), response.url(), body).map(
          (each) => `not as documented: ${each}`,
        ),
      )
  })
  return { page, seen, url, close: () => context.close() }
}

/// Nothing is under way any more, and was not for some frames in a row: a page that has just been
/// asked for still fetches its script first.
export async function settled(page) {
  await page.waitForLoadState('load') // never idle: the page listens for news
  await page.waitForFunction(
    () =>
      new Promise((done) => {
        let quiet = 0
        const look = () => {
          const busy = window.requestsUnderWay > 0 || document.querySelector('.loading')
          quiet = busy ? 0 : quiet + 1
          if (quiet > 30) done(true)
          else requestAnimationFrame(look)
        }
        look()
      }),
  )
}

export async function signIn(opened, account) {
  const { page, url } = opened
  await page.goto(`${url}#/sign-in`)
  await page.fill('#login', account.login)
  await page.fill('#password', account.password)
  await page.keyboard.press('Enter')
  await page.waitForSelector('nav#navigation', { state: 'attached' })
  await settled(page)
}

export async function go(opened, hash) {
  await opened.page.goto(`${opened.url}#${hash}`)
  await settled(opened.page)
}

/// What is wrong with the page as it stands now; nothing is an empty list. Takes a picture.
export async function faults(opened, name) {
  const { page, seen } = opened
  await page.screenshot({ path: join(out, `${name}.png`) })
  const found = seen.errors.splice(0)
  found.push(
    ...(await page.evaluate(() => window.policyViolations.splice(0))).map(
      (each) => `policy: ${each}`,
    ),
  )
  const [wide, view] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    window.innerWidth,
  ])
  if (wide > view) found.push(`cut off: ${wide} px of page in ${view} px of window`)
  await page.evaluate(axeSource)
  const violations = await page.evaluate(
    async (tags) =>
      (await window.axe.run(document, { runOnly: tags })).violations.map(
        (each) => `${each.id}: ${each.nodes[0].html.slice(0, 120)}`,
      ),
    rules,
  )
  found.push(...violations.map((each) => `axe: ${each}`))
  return found
}

/// Chinese on an English page that the server did not send as data.
export async function strayChinese(opened) {
  const texts = await opened.page.evaluate(() => {
    const said = [document.title]
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) said.push(walker.currentNode.textContent)
    for (const element of document.querySelectorAll('[aria-label],[placeholder],[title]'))
      for (const name of ['aria-label', 'placeholder', 'title'])
        said.push(element.getAttribute(name) ?? '')
    return said
  })
  const data = opened.seen.data.join('\n')
  const allowed = ['中文'] // the button that leads to the Chinese pages
  return texts
    .flatMap((text) => text.match(/[\u3400-\u9fff\u3000-\u303f\uff01-\uff5e]+/g) ?? [])
    .filter((run) => !data.includes(run) && !allowed.includes(run))
}
