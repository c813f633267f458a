// The drawing kit reads the namespaces of DMN 1.3 only; ours may be of 1.2 to 1.6, whose elements
// as far as the kit knows them are the same. They are exchanged on the way in and back on the way
// out; what the kit does not know it says, and weave.ts keeps.

const namespace = /https?:\/\/www\.omg\.org\/spec\/DMN\/\d{8}\/(MODEL|DMNDI|FEEL)\//g
const kitOf = (part: string): string => `https://www.omg.org/spec/DMN/20191111/${part}/`

/// The text for the kit, and what stood in it before.
export function toKit(xml: string): { xml: string; were: Map<string, string> } {
  const were = new Map<string, string>()
  const made = xml.replace(namespace, (whole: string, part: string) => {
    if (!were.has(kitOf(part))) were.set(kitOf(part), whole)
    return kitOf(part)
  })
  return { xml: made, were }
}

/// The kit's text with the namespaces that the file had; those it brought itself stay beside them
/// as the same version's.
export function fromKit(xml: string, were: Map<string, string>): string {
  const version = [...were.values()][0]?.match(/^.*\/DMN\/\d{8}\//)?.[0]
  return xml.replace(namespace, (whole: string, part: string) => {
    const was = were.get(whole)
    return was ?? (version ? `${version}${part}/` : whole)
  })
}

/// A copy to be looked at: drawn things bear their titles in the reader's language, columns too.
/// Names are what formulas go by, so that what is edited keeps them.
export function titled(xml: string, language: 'zh' | 'en'): string {
  const whole = new DOMParser().parseFromString(xml, 'text/xml')
  if (whole.getElementsByTagName('parsererror').length) return xml
  const named = ['decision', 'inputData', 'businessKnowledgeModel', 'input', 'output']
  for (const title of [...whole.getElementsByTagNameNS('urn:jizhi:dmn:1', 'title')]) {
    const owner = title.parentElement?.parentElement
    const text = title.getAttribute(language) || title.getAttribute('zh')
    if (!owner || !text || !named.includes(owner.localName)) continue
    owner.setAttribute(owner.localName.endsWith('put') ? 'label' : 'name', text)
  }
  return new XMLSerializer().serializeToString(whole)
}
