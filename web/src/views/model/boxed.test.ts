import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { DmnModdle } from 'dmn-moddle'
import {
  addSlot,
  boxOf,
  fill,
  inSlot,
  kindOf,
  setVariables,
  sheetOf,
  slotsOf,
  variablesOf,
  type Node,
} from './boxed'
import { grammar } from './grammar'
import { weave } from './weave'
import { fromKit, toKit } from './xml'

const space = 'https://www.omg.org/spec/DMN/20230324/MODEL/'
const text = (feel: string) => `<literalExpression><text>${feel}</text></literalExpression>`
const around = (logic: string) =>
  `<definitions xmlns="${space}" xmlns:jizhi="urn:jizhi:dmn:1" id="m" name="m" namespace="n">
  <!-- why it is so -->
  <decision id="d" name="d">
    ${logic}
  </decision>
</definitions>
`
/// The box of the only decision, what the kit warned of, and the file with what was changed.
async function open(file: string) {
  const kit = new DmnModdle(grammar)
  const given = toKit(file)
  const { rootElement, warnings } = await kit.fromXML(given.xml, 'dmn:Definitions')
  const root = rootElement as Node
  const written = async () => fromKit((await kit.toXML(root, { format: true })).xml, given.were)
  const before = await written()
  const box = boxOf((root.get('drgElement') as Node[])[0]!)!
  return { box, root, warnings, saved: async () => weave(file, before, await written()) }
}
const feel = (node: Node | undefined) => node?.get('text')

test('an entry of a context is renamed, filled, added before the result and removed', async () => {
  const file = around(
    `<context><contextEntry><extensionElements><jizhi:title zh="一" en="one"/></extensionElements>` +
      `<variable name="a"/>${text('1')}</contextEntry><contextEntry>${text('a')}</contextEntry></context>`,
  )
  const { box, saved } = await open(file)
  const [first, result] = slotsOf(box)
  assert.deepEqual([first!.name, first!.title, result!.word], ['a', { zh: '一', en: 'one' }, 'result'])
  inSlot(first!)!.set('text', '2 < 3')
  first!.rename!('b')
  addSlot(box)
  assert.deepEqual(slotsOf(box).map((each) => each.name), ['b', '', undefined])
  const made = await saved()
  assert.ok(made.includes('<!-- why it is so -->') && made.includes('name="b"'))
  assert.match(made, /2 (<|&lt;) 3/)
  slotsOf(box)[0]!.remove!()
  assert.equal(slotsOf(box).length, 2)
})
test('an invocation, a function and what came after DMN 1.3 are read, changed and written', async () => {
  const cases: [string, string, (string | undefined)[]][] = [
    [`<conditional><if>${text('x')}</if><then>${text('1')}</then><else>${text('2')}</else></conditional>`, 'then', ['x', '1', '2']],
    [`<filter><in>${text('xs')}</in><match>${text('item > 1')}</match></filter>`, 'match', ['xs', 'item > 1']],
    [`<for iteratorVariable="i"><in>${text('xs')}</in><return>${text('i')}</return></for>`, 'return', ['xs', 'i']],
    [`<every iteratorVariable="i"><in>${text('xs')}</in><satisfies>${text('i')}</satisfies></every>`, 'satisfies', ['xs', 'i']],
    [`<functionDefinition><formalParameter name="x"/>${text('x + 1')}</functionDefinition>`, 'body', ['x + 1']],
    [`<invocation>${text('f')}<binding><parameter name="p"/>${text('1')}</binding></invocation>`, 'called', ['f', '1']],
  ]
  for (const [logic, word, texts] of cases) {
    const { box, warnings, saved } = await open(around(logic))
    assert.deepEqual(warnings, [], logic)
    const slots = slotsOf(box)
    assert.deepEqual(slots.map((slot) => feel(inSlot(slot))), texts)
    fill(slots.find((slot) => slot.word === word)!, 'new')
    const again = await open(await saved())
    assert.equal(feel(inSlot(slotsOf(again.box).find((slot) => slot.word === word)!)), 'new', logic)
  }
})
test('variables are names with commas between', async () => {
  const { box, saved } = await open(
    around(`<functionDefinition><formalParameter name="x" typeRef="number"/>${text('x')}</functionDefinition>`),
  )
  setVariables(box, 'x， y')
  assert.equal(variablesOf(box), 'x, y')
  assert.match(await saved(), /name="x" typeRef="number"\/>\s*<formalParameter [^>]*name="y"/)
})
test('lists, relations and tables are sheets that grow and shrink', async () => {
  const relation = await open(
    around(`<relation><column name="a"/><row>${text('1')}</row></relation>`),
  )
  const sheet = () => sheetOf(relation.box)!
  sheet().addColumn!()
  sheet().columns[1]!.rename!('b')
  sheet().add()
  sheet().rows[1]!.cells[1]!.set('4')
  const again = sheetOf((await open(await relation.saved())).box)!
  assert.deepEqual(again.columns.map((each) => each.name), ['a', 'b'])
  assert.deepEqual(again.rows.map((row) => row.cells.map((cell) => cell.get())), [['1', ''], ['', '4']])
  const items = await open(around(`<list>${text('1')}${text('2')}</list>`))
  sheetOf(items.box)!.rows[0]!.remove()
  assert.deepEqual(sheetOf(items.box)!.rows.map((row) => row.cells[0]!.get()), ['2'])
})
test('every boxed decision of the shipped models opens, down to its last formula', async () => {
  const packs = join(process.cwd(), '../packs')
  const files = readdirSync(packs, { recursive: true }).filter((name) => String(name).endsWith('.dmn'))
  const readable = (box: Node): void => {
    if (kindOf(box) === 'LiteralExpression') return
    const sheet = sheetOf(box)
    const inner = slotsOf(box).flatMap((slot) => inSlot(slot) ?? [])
    assert.ok(sheet || inner.length, kindOf(box))
    inner.forEach(readable)
  }
  let seen = 0
  for (const name of files) {
    const { root, warnings } = await open(readFileSync(join(packs, String(name)), 'utf8'))
    assert.deepEqual(warnings, [], String(name))
    for (const box of (root.get('drgElement') as Node[]).flatMap((each) => boxOf(each) ?? [])) {
      readable(box)
      seen += 1
    }
  }
  assert.ok(seen)
})
