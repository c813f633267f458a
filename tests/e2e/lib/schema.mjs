// Whether an answer is what the OpenAPI document says: the same few words of JSON Schema that the
// program itself understands. Names that a schema does not list are misfits.

const kinds = {
  object: (value) => value !== null && typeof value === 'object' && !Array.isArray(value),
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  number: (value) => typeof value === 'number',
  integer: Number.isInteger,
  null: (value) => value === null,
}

export function misfits(value, schema, schemas, at = '') {
  if (schema.$ref) return misfits(value, schemas[schema.$ref.replace(/^.*\//, '')], schemas, at)
  if (schema.anyOf) {
    const each = schema.anyOf.map((one) => misfits(value, one, schemas, at))
    return each.some((one) => !one.length) ? [] : each[0]
  }
  const types = [schema.type ?? []].flat()
  if (types.length && !types.some((type) => kinds[type](value)))
    return [`${at}: ${JSON.stringify(value)?.slice(0, 60)} is no ${types.join(' or ')}`]
  if (schema.enum && !schema.enum.includes(value)) return [`${at}: ${value} is not allowed`]
  if (kinds.array(value))
    return value.flatMap((each, index) =>
      misfits(each, schema.items ?? {}, schemas, `${at}[${index ? 'n' : 0}]`),
    )
  if (!kinds.object(value)) return []
  const { properties, additionalProperties: others } = schema
  const lacks = (schema.required ?? []).filter((name) => !(name in value))
  const found = lacks.map((name) => `${at}.${name} is missing`)
  for (const [name, each] of Object.entries(value)) {
    const known = properties?.[name] ?? (typeof others === 'object' ? others : null)
    if (known) found.push(...misfits(each, known, schemas, `${at}.${name}`))
    else if (properties && others !== true) found.push(`${at}.${name} is not documented`)
  }
  return found
}

/// The document of a server, as a question: what does not fit in an answer to this request?
export async function documentOf(url) {
  const { paths, components } = await (await fetch(`${url}api/openapi.json`)).json()
  const known = Object.entries(paths).map(([path, methods]) => ({
    methods,
    holes: path.split('{').length,
    pattern: new RegExp(`/api/v1${path.replace(/\{\w+\}/g, '[^/]+')}$`),
  }))
  known.sort((a, b) => a.holes - b.holes)
  return (method, address, body) => {
    const { pathname } = new URL(address)
    const one = known.find(({ pattern, methods }) => pattern.test(pathname) && methods[method])
    const content = one?.methods[method].responses['2XX'].content?.['application/json']
    if (!content) return []
    return [...new Set(misfits(body, content.schema, components.schemas))].map(
      (each) => `${method} ${pathname}${each}`,
    )
  }
}
