// The types of what the server says, made from its OpenAPI document:
//   jizhi openapi | node scripts/types.mjs > src/api/types.ts
//   jizhi openapi | node scripts/types.mjs --check    fails where the file is not what would be made
import { readFileSync } from 'node:fs'

const file = new URL('../src/api/types.ts', import.meta.url)
const width = 100
const plain = /^[A-Za-z_$][\w$]*$/
const simple = { string: 'string', integer: 'number', number: 'number', boolean: 'boolean', null: 'null' }

const nameOf = (key) => (plain.test(key) ? key : `'${key}'`)
const many = (type) => (/[|&]/.test(type) ? `(${type})[]` : `${type}[]`)

function object(schema, indent) {
  const others = schema.additionalProperties
  if (!schema.properties)
    return `Record<string, ${typeof others === 'object' ? typeOf(others, indent) : 'unknown'}>`
  const required = new Set(schema.required ?? [])
  const fields = Object.entries(schema.properties).map(
    ([key, value]) =>
      [value.description, `${nameOf(key)}${required.has(key) ? '' : '?'}: ${typeOf(value, indent + '  ')}`],
  )
  if (others) fields.push([null, '[more: string]: unknown'])
  const line = `{ ${fields.map(([, text]) => text).join('; ')} }`
  const short = !line.includes('\n') && indent.length + line.length < width - 30
  if (short && fields.every(([says]) => !says)) return line
  const inner = indent + '  '
  const lines = fields.map(([says, text]) => `${says ? `${inner}/// ${says}\n` : ''}${inner}${text}\n`)
  return `{\n${lines.join('')}${indent}}`
}

function typeOf(schema, indent = '') {
  if (schema.$ref) return schema.$ref.replace(/^.*\//, '')
  if (schema.anyOf) return schema.anyOf.map((each) => typeOf(each, indent)).join(' | ')
  if (schema.enum) return schema.enum.map((each) => `'${each}'`).join(' | ')
  const types = [schema.type ?? []].flat()
  if (!types.length) return 'unknown'
  const said = types.map((type) => {
    if (type === 'array') return many(typeOf(schema.items ?? {}, indent))
    return type === 'object' ? object(schema, indent) : simple[type]
  })
  return [...new Set(said)].join(' | ')
}

export function made(document) {
  const schemas = Object.entries(document.components.schemas).sort(([a], [b]) => (a < b ? -1 : 1))
  const types = schemas.map(([name, schema]) => `export type ${name} = ${typeOf(schema)}\n`)
  return `// What the server says. Made by scripts/types.mjs from its OpenAPI document: change that.\n\n${types.join('')}`
}

const text = made(JSON.parse(readFileSync(0, 'utf8')))
if (!process.argv.includes('--check')) process.stdout.write(text)
else if (readFileSync(file, 'utf8') !== text) {
  console.error('web/src/api/types.ts is not what the OpenAPI document says. Make it anew:')
  console.error('  build/release/jizhi openapi | node web/scripts/types.mjs > types.ts && mv types.ts web/src/api/')
  process.exit(1)
} else console.log('web/src/api/types.ts is what the OpenAPI document says')
