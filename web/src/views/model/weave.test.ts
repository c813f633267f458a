import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { DmnModdle } from 'dmn-moddle'
import { elements, weave } from './weave'
import { fromKit, toKit } from './xml'

const file = `<?xml version="1.0"?>
<!-- the head -->
<a>
  <!-- of b -->
  <b id="1"   name='old'><text>x &lt; 1</text></b>
  <c id="2"/> <!-- beside c -->
  <odd>the kit knows nothing of this</odd>
  <d id="3">
    <!-- deep -->
    <e id="4"/>
  </d>
</a>
`
const before =
  '<a><b id="1" name="old"><text>x &lt; 1</text></b><c id="2"/><d id="3"><e id="4"/></d></a>'
const changed = (from: string, to: string) => weave(file, before, before.replace(from, to))

test('what did not change stays byte for byte', () => {
  assert.equal(weave(file, before, before), file)
})
test('a text, an attribute and a part are changed where they stand', () => {
  assert.equal(changed('1</text>', '2</text>'), file.replace('1</text>', '2</text>'))
  assert.equal(changed('name="old"', 'name="new"'), file.replace("name='old'", 'name="new"'))
  assert.equal(changed(' name="old"', ''), file.replace("   name='old'", ''))
  assert.equal(changed('<c id="2"/>', '<c id="2" f="5"/>'), file.replace('"2"', '"2" f="5"'))
})
test('a new part stands behind the one before it, and one goes but its comment stays', () => {
  assert.equal(
    changed('<e id="4"/>', '<e id="4"/><e id="5"/>'),
    file.replace('<e id="4"/>', '<e id="4"/>\n    <e id="5"/>'),
  )
  assert.equal(changed('<e id="4"/>', ''), file.replace('\n    <e id="4"/>', ''))
  assert.equal(
    changed('<c id="2"/>', '<c id="2"><f/></c>'),
    file.replace('<c id="2"/>', '<c id="2">\n    <f/>\n  </c>'),
  )
  const swapped = weave(file, before, before.replace(/(<b.*<\/b>)(<c.*?>)/, '$2$1'))
  assert.ok(swapped.indexOf('<c') < swapped.indexOf('<b') && swapped.includes('beside c'))
})
test('what the kit itself added is no change until somebody touches it', () => {
  const drawn = before.replace('</a>', '<drawing x="1"/></a>')
  assert.equal(weave(file, drawn, drawn), file)
  assert.match(weave(file, drawn, drawn.replace('x="1"', 'x="2"')), /<drawing x="2"\/>\n<\/a>/)
})
test('texts that cannot be laid side by side give what the kit says', () => {
  assert.equal(elements('<a><b></a>'), null)
  assert.equal(weave('<a', before, before), before)
  assert.equal(weave('<a xmlns="1"/>', '<a xmlns="2"/>', '<a xmlns="2" b="3"/>'), '<a xmlns="2" b="3"/>')
})

type Rule = { outputEntry: { text: string }[] }
type Model = { drgElement: { name: string; decisionLogic?: { rule?: Rule[] } }[] }

/// What the kit makes of a text.
async function read(xml: string) {
  const kit = new DmnModdle()
  const given = toKit(xml)
  const { rootElement } = await kit.fromXML(given.xml, 'dmn:Definitions')
  const text = async () =>
    fromKit((await kit.toXML(rootElement, { format: true })).xml, given.were)
  return { root: rootElement as Model, text }
}
test('what the kit does not know stays where it is', async () => {
  const text =
    '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="m" namespace="n">' +
    '<decision id="a" name="a"><unheard><of/></unheard></decision></definitions>'
  const { root, text: written } = await read(text)
  const was = await written()
  root.drgElement[0]!.name = 'b'
  assert.equal(weave(text, was, await written()), text.replace('name="a"', 'name="b"'))
})
test('a change in any decision of a shipped model is what the kit means, and nothing else changes', async () => {
  const packs = join(process.cwd(), '../packs')
  const files = readdirSync(packs, { recursive: true }).filter((name) => String(name).endsWith('.dmn'))
  assert.ok(files.length)
  for (const name of files) {
    const text = readFileSync(join(packs, String(name)), 'utf8').replace(
      /<decision /g,
      '<!-- kept --><decision ',
    )
    const { root, text: written } = await read(text)
    const was = await written()
    assert.equal(weave(text, was, was), text, String(name))
    const decisions = root.drgElement.filter((each) => each.decisionLogic)
    for (const decision of decisions) decision.name += '_2'
    for (const { decisionLogic } of decisions) {
      decisionLogic?.rule?.reverse()
      const first = decisionLogic?.rule?.[0]?.outputEntry[0]
      if (first) first.text = '1 < 2'
    }
    const now = await written()
    const made = weave(text, was, now)
    assert.equal(await (await read(made)).text(), now, String(name))
    assert.equal(made.match(/<!-- kept -->/g)?.length, text.match(/<!-- kept -->/g)?.length)
  }
})
