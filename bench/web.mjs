// What a person waits for in Chromium: bench/web.mjs URL LOGIN PASSWORD LIST ROWS, as one line of
// JSON. `shell`: bytes of pages, scripts, styles and fonts that came over the wire until the first
// page of somebody signed in stood, nothing kept from before. `filter`: milliseconds from the last
// key in the search box, or a choice, until the rows that it means stood on the screen.
import { launch, openPage, settled, signIn } from '../tests/e2e/lib/browser.mjs'

const [url, login, password, list, least] = process.argv.slice(2)
const browser = await launch()

/// Bytes over the wire of what is no data, by a browser that has nothing yet. Signed in already, so
/// that it is the shell with its first page and not the sign-in page.
async function shellBytes(cookies) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  await context.addCookies(cookies)
  const page = await context.newPage()
  const wire = await context.newCDPSession(page)
  await wire.send('Network.enable')
  const asked = new Map()
  let bytes = 0
  const encodings = new Set()
  wire.on('Network.responseReceived', ({ requestId, response, type }) => {
    if (!['Document', 'Script', 'Stylesheet', 'Font', 'Image'].includes(type)) return
    asked.set(requestId, response.url)
    const named = Object.entries(response.headers).find(([name]) => /^content-encoding$/i.test(name))
    encodings.add(named?.[1] ?? 'none')
  })
  wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (asked.has(requestId)) bytes += encodedDataLength
  })
  await page.goto(url)
  await page.waitForSelector('main h1')
  await page.waitForLoadState('networkidle', { timeout: 3000 }).catch(() => {})
  await context.close()
  return { bytes, files: asked.size, encodings: [...encodings].join('+') }
}

/// In the page: does something to the list and waits until the count of rows is another and painted.
function timed([act, value]) {
  const range = () => document.querySelector('.pager p')?.textContent ?? ''
  const rows = () => document.querySelectorAll('main tbody tr').length
  const before = range()
  return new Promise((done) => {
    const begin = performance.now()
    const watcher = new MutationObserver(() => {
      const now = range()
      if (now === before || /…|\.\.\./.test(now) || rows() === 0) return
      watcher.disconnect()
      // After the next frame was put together the rows are on the screen.
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - begin)))
    })
    watcher.observe(document.querySelector('main'), {
      subtree: true,
      childList: true,
      characterData: true,
    })
    const control = document.querySelector(act)
    control.value = value
    control.dispatchEvent(new Event('input', { bubbles: true }))
    control.dispatchEvent(new Event('change', { bubbles: true }))
    setTimeout(() => done(null), 5000)
  })
}

const opened = await openPage(browser, url)
await signIn(opened, { login, password })
const { page } = opened
await page.goto(`${url}#/v/${list}`)
await settled(page)
await page.waitForSelector('main tbody tr')
const rows = Number(/(\d[\d,]*)\D*$/.exec(await page.textContent('.pager p'))[1].replaceAll(',', ''))
if (rows < Number(least)) throw new Error(`only ${rows} rows`)

const times = []
const words = ['zs', 'wang', '李', 'lh', '9', 'z', '陈', 'gx', 'm', '王', 'hy', '赵', 'w', 'xl', '刘']
for (const word of words) {
  for (const value of [word, '']) {
    const took = await page.evaluate(timed, ['main input[type=search]', value])
    if (took !== null) times.push(took)
    await settled(page)
  }
}
times.sort((a, b) => a - b)
const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(1)
const cookies = await page.context().cookies()
const shell = await shellBytes(cookies)
console.log(
  JSON.stringify({
    bytes: shell.bytes,
    files: shell.files,
    encodings: shell.encodings,
    rows,
    filters: times.length,
    median: at(0.5),
    ninety: at(0.9),
  }),
)
await browser.close()
