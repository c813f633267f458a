// What the tests of rules share: questions to the server, a table to change, a second person.
import { go, settled } from './browser.mjs'

/// What the server says, about the place where the person works.
export const ask = (opened, path) =>
  opened.page.evaluate(async (path) => {
    const session = await (await fetch('api/v1/session')).json()
    const place = path.includes('decisions') || path.includes('parameters')
    const region = place ? `?region=${session.home_region.code}` : ''
    return (await fetch(`api/v1${path}${region}`)).json()
  }, path)

/// A table with a figure in its only result column, and the first row that has one.
export async function tableWithFigure(opened) {
  const heads = (await ask(opened, '/decisions')).filter((each) => each.kind === 'table')
  for (const head of heads) {
    const one = await ask(opened, `/decisions/${head.id}`)
    const row = one.rules.findIndex((rule) => /^\d+$/.test(rule.outputs[0]))
    if (row >= 0 && one.outputs.length === 1) return { ...one, row }
  }
  return null
}

/// A second person looks at the draft of the proposal and agrees; gives what she saw.
export async function approve(second, look) {
  const { page } = second
  await go(second, '/')
  await go(second, '/proposals')
  await page.click('tbody a >> nth=0')
  await settled(page)
  await look(second, 'proposal')
  await page.click('main a[href*="/drafts/"]')
  await settled(page)
  await look(second, 'second-person')
  const seen = await page.innerText('main')
  await page.goBack()
  await settled(page)
  await page.click('.page-head .btn-primary')
  await page.click('dialog .btn-primary')
  await settled(page)
  return seen
}
