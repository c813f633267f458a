// GET /api/v1/records/{type}/{id} as a good Node programmer would write it: Fastify, better-sqlite3,
// prepared statements, sessions and dictionaries in memory, no logger. Reads the same database.
//
//   node server.mjs --port N --db FILE --keys FILE --meta FILE --day YYYY-MM-DD
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import Database from 'better-sqlite3'
import Fastify from 'fastify'
import { mask, open, readFieldKeys } from './sealed.mjs'

const { values: given } = parseArgs({
  options: Object.fromEntries(['port', 'db', 'keys', 'meta', 'day'].map((name) => [name, { type: 'string' }]))
})
const db = new Database(given.db, { readonly: true })
db.pragma('cache_size = -16000')
db.pragma('mmap_size = 268435456')
const keys = readFieldKeys(given.keys)
const meta = JSON.parse(readFileSync(given.meta, 'utf8'))

const regionNames = new Map(db.prepare('SELECT code, name FROM region').raw().all())
const codes = new Map(
  Object.entries(meta.dictionaries).map(([id, all]) => [id, new Map(all.map(({ code, zh, en }) => [code, { zh, en }]))])
)

// Sessions are kept in memory by the hash of their token and read again after 30 seconds.
const findSession = db.prepare('SELECT account FROM session WHERE id = ?').pluck()
const findRegions = db
  .prepare(`SELECT region FROM role_assignment WHERE account = ? AND state = 'approved'`)
  .pluck()
const sessions = new Map()
function sessionOf(cookies) {
  const token = /(?:^|; *)jizhi_session=([^;]*)/.exec(cookies ?? '')?.[1]
  if (!token) return undefined
  const hash = createHash('sm3').update(token).digest('hex')
  const held = sessions.get(hash)
  if (held && Date.now() - held.readAt < 30_000) return held
  const account = findSession.get(hash)
  if (!account) return undefined
  const session = { readAt: Date.now(), regions: findRegions.all(account) }
  sessions.set(hash, session)
  return session
}

const scaled = (value, scale) => {
  if (scale === 0) return String(value)
  const digits = String(Math.abs(value)).padStart(scale + 1, '0')
  return `${value < 0 ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

function typed(type) {
  const columns = type.fields.map((field) => `a."${field.id}"`).join(', ')
  const labels = new Map()
  const row = db
    .prepare(
      `SELECT a.id, a.parent_id, a.region_code, a.row_version, a.started_on, a.ended_on, ${columns}
       FROM r_${type.id} a
       WHERE a.id = ? AND EXISTS (
         SELECT 1 FROM region_closure c
         WHERE c.descendant = a.region_code AND c.ancestor = ? AND c.valid_from <= ? AND c.valid_to > ?)`
    )
    .raw()
  const marks = db.prepare('SELECT mark FROM record_mark WHERE record_id = ? ORDER BY mark').pluck()
  for (const field of type.fields) {
    if (field.type !== 'reference') continue
    const other = meta.record_types.find(({ id }) => id === field.reference)
    labels.set(field.id, db.prepare(`SELECT "${other.label}" FROM r_${other.id} WHERE id = ?`).pluck())
  }
  const yes = { zh: '是', en: 'Yes' }
  const no = { zh: '否', en: 'No' }

  function value(field, raw) {
    if (raw === null) return null
    if (field.sensitive) return mask(field.type, open(keys, raw, `${type.id}.${field.id}`))
    if (field.type === 'money' || field.type === 'decimal') return scaled(raw, field.scale)
    if (field.type === 'boolean') return raw !== 0
    if (field.type === 'codes' || field.type === 'files') return JSON.parse(raw)
    return raw
  }

  function display(field, raw) {
    if (raw === null) return undefined
    if (field.type === 'boolean') return raw ? yes : no
    if (field.type === 'code') return codes.get(field.dictionary)?.get(raw) ?? { zh: raw, en: raw }
    if (field.type === 'codes') {
      const all = raw.map((code) => codes.get(field.dictionary)?.get(code) ?? { zh: code, en: code })
      return { zh: all.map(({ zh }) => zh).join('、'), en: all.map(({ en }) => en).join(', ') }
    }
    if (field.type === 'region') return regionNames.get(raw) ?? ''
    if (field.type === 'reference') return labels.get(field.id).get(raw) ?? ''
    return undefined
  }

  return function answer(session, id) {
    let found
    for (const region of session.regions) {
      found = row.get(id, region, given.day, given.day)
      if (found) break
    }
    if (!found) return undefined
    const values = {}
    const shown = {}
    type.fields.forEach((field, index) => {
      const one = value(field, found[index + 6])
      values[field.id] = one
      const said = display(field, one)
      if (said !== undefined) shown[field.id] = said
    })
    const out = {
      id: found[0],
      version: found[3],
      region: { code: found[2], name: regionNames.get(found[2]) ?? '' },
      parent_id: found[1] || null,
      started_on: found[4],
      ended_on: found[5] || null,
      label: values[type.label],
      values,
      display: shown,
      differs: marks.all(id)
    }
    if (type.status) out.status = values[type.status]
    return out
  }
}

const types = new Map(meta.record_types.map((type) => [type.id, typed(type)]))
const app = Fastify({ logger: false })
app.get('/api/v1/records/:type/:id', (request, reply) => {
  const session = sessionOf(request.headers.cookie)
  if (!session) return reply.code(401).send({ code: 'session.unauthenticated' })
  const answer = types.get(request.params.type)?.(session, request.params.id)
  if (!answer) return reply.code(404).send({ code: 'record.not_found' })
  reply.header('etag', `"${answer.version}"`)
  return reply.send(answer)
})
await app.listen({ port: Number(given.port), host: '127.0.0.1' })
console.log('ready')
