// The drawing kit writes a model anew: its comments, its spaces and what the kit does not know would
// be lost. So what was changed is woven into the text of the file: the kit's text before and after
// say what that is, and everything else stays byte for byte.

type Attribute = { name: string; value: string; start: number; end: number }
type Element = {
  name: string
  id: string
  attributes: Attribute[]
  children: Element[]
  /// Where the element begins, its start tag ends, its end tag begins, and it ends.
  start: number
  open: number
  close: number
  end: number
}
type Text = { text: string; root: Element }

const piece = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<!(?:"[^"]*"|[^">])*>|<(\/?)([^\s/>]+)((?:[^"'>]|"[^"]*"|'[^']*')*)>/g
const attribute = /([^\s=/]+)\s*=\s*("[^"]*"|'[^']*')/g
const comment = /<!--[\s\S]*?-->/g

const local = (element: Element): string => element.name.replace(/^.*:/, '')
const slice = ({ text }: Text, element: Element): string => text.slice(element.start, element.end)

function attributesOf(tag: string, start: number): Attribute[] {
  return [...tag.matchAll(attribute)].map((found) => ({
    name: found[1]!,
    value: found[2]!,
    start: start + found.index,
    end: start + found.index + found[0].length,
  }))
}

/// The elements of a text with their places; null where tags do not close as they opened.
export function elements(text: string): Text | null {
  const top: Element[] = []
  const open: Element[] = []
  for (const found of text.matchAll(piece)) {
    const [whole, slash, name, rest] = found
    if (name === undefined) continue
    const end = found.index + whole.length
    if (slash) {
      const element = open.pop()
      if (element?.name !== name) return null
      element.close = found.index
      element.end = end
      continue
    }
    const attributes = attributesOf(rest!, found.index + 1 + name.length)
    const id = attributes.find((each) => each.name === 'id')?.value.slice(1, -1) ?? ''
    const places = { start: found.index, open: end, close: end, end }
    const element: Element = { name, id, attributes, children: [], ...places }
    ;(open.at(-1)?.children ?? top).push(element)
    if (!rest!.endsWith('/')) open.push(element)
  }
  return top.length === 1 && !open.length ? { text, root: top[0]! } : null
}

/// Which element of the one list is which of the other: by number, else by name in order.
function pairs(from: Element[], to: Element[]): Map<Element, Element> {
  const byId = new Map(to.filter((each) => each.id).map((each) => [each.id, each]))
  const found = new Map<Element, Element>()
  for (const one of from) {
    const same = one.id ? byId.get(one.id) : undefined
    if (same && local(same) === local(one)) found.set(one, same)
  }
  const taken = new Set(found.values())
  const rest = to.filter((each) => !taken.has(each))
  for (const one of from) {
    if (found.has(one)) continue
    const at = rest.findIndex((each) => local(each) === local(one) && !(each.id && one.id))
    if (at >= 0) found.set(one, rest.splice(at, 1)[0]!)
  }
  return found
}

/// The file's start tag with the attributes that were changed.
function startTag(file: Text, was: Element, before: Element, after: Element): string {
  let tag = file.text.slice(was.start, was.open)
  const value = (element: Element, name: string) =>
    element.attributes.find((each) => each.name === name)?.value
  const gone = before.attributes.filter((each) => value(after, each.name) === undefined)
  const put = after.attributes.filter((each) => value(before, each.name) !== each.value)
  const places = new Map(was.attributes.map((each) => [each.name, each]))
  const edits = [
    ...gone.map(({ name }) => ({ name, text: '' })),
    ...put.map(({ name, value }) => ({ name, text: `${name}=${value}` })),
  ]
  const known = edits.flatMap((edit) => {
    const place = places.get(edit.name)
    return place ? [{ ...edit, ...place, start: place.start, end: place.end }] : []
  })
  for (const { text, start, end } of known.sort((a, b) => b.start - a.start)) {
    const head = tag.slice(0, start - was.start)
    tag = (text ? head : head.trimEnd()) + text + tag.slice(end - was.start)
  }
  const fresh = edits.filter((edit) => edit.text && !places.has(edit.name))
  const added = fresh.map((edit) => ` ${edit.text}`).join('')
  return tag.replace(/\s*\/?>$/, (end) => added + end)
}

type Item = { was?: Element; after?: Element }

const isMoved = (before: Element[], toAfter: Map<Element, Element>): boolean =>
  before
    .flatMap((each) => toAfter.get(each)?.start ?? [])
    .some((start, index, all) => index > 0 && start < all[index - 1]!)

/// In what order the children stand: as in the file, unless they were moved. What the kit knows
/// nothing of stays behind the one it stood behind, and so does what is new.
function order(
  was: Element[],
  after: Element[],
  toAfter: Map<Element, Element>,
  moved: boolean,
): Item[] {
  const fromAfter = new Map([...toAfter].map(([one, other]) => [other, one]))
  const base = moved
    ? after.flatMap((each) => fromAfter.get(each) ?? [])
    : was.filter((each) => toAfter.has(each))
  const made: Item[] = base.map((each) => ({ was: each, after: toAfter.get(each) }))
  const insert = (item: Item, isBehind: (one: Item) => boolean) =>
    made.splice(made.findIndex(isBehind) + 1, 0, item)
  was.forEach((each, index) => {
    const behind = was[index - 1]
    if (!toAfter.has(each)) insert({ was: each }, (one) => !!behind && one.was === behind)
  })
  after.forEach((each, index) => {
    if (fromAfter.has(each)) return
    const behind = after
      .slice(0, index)
      .reverse()
      .find((one) => made.some((item) => item.after === one))
    insert({ after: each }, (one) => !!behind && one.after === behind)
  })
  return made
}

const indent = (text: string): string => /\n[ \t]*$/.exec(text)?.[0] ?? ''

/// One element in its three states: as the file has it, as the kit read it, as it is to be.
class Weaver {
  constructor(
    private readonly file: Text,
    private readonly old: Text,
    private readonly now: Text,
  ) {}

  element(was: Element, before: Element, after: Element): string {
    if (slice(this.old, before) === slice(this.now, after)) return slice(this.file, was)
    const tag = startTag(this.file, was, before, after)
    const within = (text: Text, element: Element) => text.text.slice(element.open, element.close)
    const texts = !before.children.length && !after.children.length
    if (texts && within(this.old, before) === within(this.now, after))
      return tag + this.file.text.slice(was.open, was.end)
    const inner = texts ? within(this.now, after) : this.children(was, before, after)
    return `${tag.replace(/\s*\/>$/, '>')}${inner}</${was.name}>`
  }

  private children(was: Element, before: Element, after: Element): string {
    const { text } = this.file
    const toBefore = pairs(was.children, before.children)
    const toAfter = pairs(before.children, after.children)
    const own = this.ofTheKit(before.children, new Set(toBefore.values()), toAfter)
    const outer = indent(text.slice(0, was.start)) || '\n'
    const first = was.children[0]
    const usual = (first && indent(text.slice(was.open, first.start))) || `${outer}  `
    const line = (one: Item): string => {
      if (!one.was) return usual + slice(this.now, one.after!)
      const behind = was.children[was.children.indexOf(one.was) - 1]
      const space = text.slice(behind?.end ?? was.open, one.was.start)
      const read = toBefore.get(one.was)
      if (!read) return space + slice(this.file, one.was)
      if (one.after) return space + this.element(one.was, read, one.after)
      return (space.match(comment) ?? []).map((each) => usual + each).join('')
    }
    const kept = was.children.flatMap((each) => {
      const last = toAfter.get(toBefore.get(each)!)
      return last ? [[each, last] as const] : []
    })
    const items = order(
      was.children,
      after.children.filter((each) => !own.has(each)),
      new Map(kept),
      isMoved(before.children, toAfter),
    )
    const last = was.children.at(-1)
    const tail = was.open === was.end ? outer : text.slice(last?.end ?? was.open, was.close)
    return items.map(line).join('') + tail
  }

  /// What the kit itself added when it read the file is no change as long as nobody touches it.
  private ofTheKit(
    before: Element[],
    inFile: Set<Element>,
    toAfter: Map<Element, Element>,
  ): Set<Element> {
    const untouched = before.flatMap((each) => {
      const now = inFile.has(each) ? undefined : toAfter.get(each)
      return now && slice(this.old, each) === slice(this.now, now) ? [now] : []
    })
    return new Set(untouched)
  }
}

/// Whether one prefix means two things.
function clash(kept: Element, old: Element): boolean {
  const uri = (each?: Attribute) => each?.value.slice(1, -1)
  const named = (name: string) => kept.attributes.find((each) => each.name === name)
  return old.attributes.some(
    (each) => /^xmlns\b/.test(each.name) && named(each.name) && uri(named(each.name)) !== uri(each),
  )
}

/// `file` with what differs between `before` and `after`, which are the kit's texts of it. Where the
/// texts cannot be laid side by side it is what the kit says.
export function weave(file: string, before: string, after: string): string {
  const [kept, old, now] = [elements(file), elements(before), elements(after)]
  if (!kept || !old || !now) return after
  if (kept.root.name !== old.root.name || clash(kept.root, old.root)) return after
  return (
    file.slice(0, kept.root.start) +
    new Weaver(kept, old, now).element(kept.root, old.root, now.root) +
    file.slice(kept.root.end)
  )
}
