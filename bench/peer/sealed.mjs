// Opens sealed fields as docs/formats.md describes them, so that the peer does the same work.
import { createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'

const hmac = (key, ...parts) => {
  const mac = createHmac('sm3', key)
  for (const part of parts) mac.update(part)
  return mac.digest()
}

function derive(secret, label, length) {
  let out = Buffer.alloc(0)
  let block = Buffer.alloc(0)
  for (let count = 1; out.length < length; ++count) {
    block = hmac(secret, block, label, Buffer.from([count]))
    out = Buffer.concat([out, block])
  }
  return out.subarray(0, length)
}

export function readFieldKeys(file) {
  const keys = new Map()
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [word, number, hex] = line.split(' ')
    if (word !== 'field') continue
    const secret = Buffer.from(hex, 'hex')
    keys.set(Number(number), {
      encrypt: derive(secret, 'jizhi seal encrypt', 16),
      tag: derive(secret, 'jizhi seal tag', 32)
    })
  }
  return keys
}

export function open(keys, sealed, place) {
  const key = keys.get(sealed[0])
  const body = sealed.subarray(1, sealed.length - 32)
  const tag = hmac(key.tag, `${Buffer.byteLength(place)}:${place}`, body)
  if (!timingSafeEqual(tag, sealed.subarray(sealed.length - 32))) throw new Error('does not open')
  const decipher = createDecipheriv('sm4-ctr', key.encrypt, body.subarray(1, 17))
  return Buffer.concat([decipher.update(body.subarray(17)), decipher.final()]).toString('utf8')
}

export function mask(type, clear) {
  const points = Array.from(clear)
  const [head, tail] =
    type === 'resident_id' ? [4, 4] : type === 'phone' ? [3, 4] : type === 'uscc' ? [2, 4] : [1, 0]
  if (points.length <= head + tail) return '*'.repeat(points.length)
  return (
    points.slice(0, head).join('') +
    '*'.repeat(points.length - head - tail) +
    points.slice(points.length - tail).join('')
  )
}
