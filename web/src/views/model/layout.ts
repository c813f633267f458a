// A drawing for a model that has none: what is needed stands below what needs it, in rows.

export type Part = { id: string; kind: string; needs: { id: string; by: string }[] }
type Box = { x: number; y: number; width: number; height: number }

const gap = { across: 25, down: 60 }
const sizes: Record<string, [number, number]> = { inputData: [150, 45] }
const usual: [number, number] = [180, 60]

/// How far each part stands above those that need nothing; a circle ends where it began.
export function levels(parts: Part[]): Map<string, number> {
  const byId = new Map(parts.map((part) => [part.id, part]))
  const found = new Map<string, number>()
  const level = (id: string, above: Set<string>): number => {
    const known = found.get(id)
    if (known !== undefined || above.has(id)) return known ?? 0
    const below = (byId.get(id)?.needs ?? []).filter((need) => byId.has(need.id))
    const highest = Math.max(-1, ...below.map((need) => level(need.id, new Set(above).add(id))))
    found.set(id, highest + 1)
    return highest + 1
  }
  for (const part of parts) level(part.id, new Set())
  return found
}

/// Where each part is drawn.
export function boxes(parts: Part[]): Map<string, Box> {
  const level = levels(parts)
  const rows: Part[][] = []
  for (const part of parts) (rows[level.get(part.id) ?? 0] ??= []).push(part)
  const widths = rows.map((row) => (row ?? []).length * (usual[0] + gap.across))
  const widest = Math.max(...widths)
  const made = new Map<string, Box>()
  rows.forEach((row, index) => {
    let x = (widest - widths[index]!) / 2
    const y = (rows.length - 1 - index) * (usual[1] + gap.down)
    for (const part of row ?? []) {
      const [width, height] = sizes[part.kind] ?? usual
      made.set(part.id, { x: x + (usual[0] - width) / 2, y, width, height })
      x += usual[0] + gap.across
    }
  })
  return made
}

/// The parts of a model, by its XML.
function partsOf(whole: Document): Part[] {
  const kinds = ['decision', 'inputData', 'businessKnowledgeModel', 'knowledgeSource']
  return [...whole.documentElement.children]
    .filter((each) => kinds.includes(each.localName) && each.id)
    .map((each) => ({
      id: each.id,
      kind: each.localName,
      needs: [...each.children].flatMap((need) => {
        if (!need.localName.endsWith('Requirement')) return []
        const href = need.firstElementChild?.getAttribute('href') ?? ''
        return href.startsWith('#') ? [{ id: href.slice(1), by: needId(each, need) }] : []
      }),
    }))
}

/// What an arrow is drawn for must have a number of its own.
function needId(owner: Element, need: Element): string {
  if (!need.id) need.id = `${owner.id}_needs_${[...owner.children].indexOf(need)}`
  return need.id
}

const centre = (box: Box) => box.x + box.width / 2

/// The model with a drawing, where it has none.
export function drawn(xml: string): string {
  if (/<(\w+:)?DMNShape\b/.test(xml)) return xml
  const whole = new DOMParser().parseFromString(xml, 'text/xml')
  const parts = partsOf(whole)
  if (whole.getElementsByTagName('parsererror').length || !parts.length) return xml
  const place = boxes(parts)
  const shapes = parts.map((part) => {
    const { x, y, width, height } = place.get(part.id)!
    return `<dmndi:DMNShape dmnElementRef="${part.id}"><dc:Bounds x="${x}" y="${y}" width="${width}" height="${height}"/></dmndi:DMNShape>`
  })
  const edges = parts.flatMap((part) =>
    part.needs.flatMap((need) => {
      const [from, to] = [place.get(need.id), place.get(part.id)!]
      if (!from) return []
      return `<dmndi:DMNEdge dmnElementRef="${need.by}"><di:waypoint x="${centre(from)}" y="${from.y}"/><di:waypoint x="${centre(to)}" y="${to.y + to.height}"/></dmndi:DMNEdge>`
    }),
  )
  const text = new XMLSerializer().serializeToString(whole)
  const end = text.lastIndexOf('</')
  const spaces =
    'xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" ' +
    'xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" ' +
    'xmlns:di="http://www.omg.org/spec/DMN/20180521/DI/"'
  const drawing = `<dmndi:DMNDI ${spaces}><dmndi:DMNDiagram>${[...shapes, ...edges].join('')}</dmndi:DMNDiagram></dmndi:DMNDI>`
  return text.slice(0, end) + drawing + text.slice(end)
}
