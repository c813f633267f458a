import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { DmnModdle } from 'dmn-moddle'
import { fromKit, toKit } from './xml'

const model = (version: string) =>
  `<definitions xmlns="https://www.omg.org/spec/DMN/${version}/MODEL/" ` +
  `xmlns:di="https://www.omg.org/spec/DMN/${version}/DMNDI/" ` +
  'xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/"/>'

test('the kit gets its namespaces and the file gets its own back', () => {
  for (const version of ['20191111', '20211108', '20230324', '20240513']) {
    const { xml, were } = toKit(model(version))
    assert.equal(xml, model('20191111'))
    assert.equal(fromKit(xml, were), model(version))
  }
})
test('what the kit brings itself becomes the version of the file', () => {
  const { were } = toKit('<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/"/>')
  assert.match(fromKit(model('20191111'), were), /20230324\/DMNDI/)
})

const signs = { lt: '<', gt: '>', quot: '"', apos: "'" }
const plain = (text: string) =>
  text
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replace(/&(lt|gt|quot|apos);/g, (_, name: keyof typeof signs) => signs[name])
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim()
const tag = /<([\w:.]+)((?:\s+[\w:.]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*\/?>/g
const attribute = /([\w:.]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

/// Every element with its attributes, and every text, in whatever order.
function parts(xml: string): string[] {
  const bare = xml.replace(/<\?xml[^>]*>|<!--[\s\S]*?-->/g, '')
  const elements = [...bare.matchAll(tag)].map((element) => {
    const given = [...element[2]!.matchAll(attribute)]
    const said = given.map((each) => `${each[1]}=${plain(each[2] ?? each[3] ?? '')}`)
    return [element[1], ...said.sort()].join(' ')
  })
  const texts = [...bare.matchAll(/<(?:text|description)>([^<]+)</g)].map((each) =>
    plain(each[1]!.replace(/<!\[CDATA\[|\]\]>/g, '')),
  )
  return [...elements, ...texts].sort()
}

test('models that are shipped come out of the kit as they went in', async () => {
  const packs = join(process.cwd(), '../packs')
  const files = readdirSync(packs, { recursive: true }).filter((name) =>
    String(name).endsWith('.dmn'),
  )
  assert.ok(files.length)
  for (const file of files) {
    const before = readFileSync(join(packs, String(file)), 'utf8')
    const { xml, were } = toKit(before)
    const kit = new DmnModdle()
    const { rootElement, warnings } = await kit.fromXML(xml, 'dmn:Definitions')
    assert.deepEqual(warnings, [], String(file))
    const { xml: after } = await kit.toXML(rootElement, { format: true })
    assert.deepEqual(parts(fromKit(after, were)), parts(before), String(file))
  }
})
test('what the kit does not know it tells, so that nothing is lost in silence', async () => {
  const text = model('20191111').replace(
    '/>',
    ' id="d" name="d" namespace="n"><decision id="a" name="a"><conditional><if/></conditional>' +
      '</decision></definitions>',
  )
  const { warnings } = await new DmnModdle().fromXML(text, 'dmn:Definitions')
  assert.ok(warnings.length)
})
