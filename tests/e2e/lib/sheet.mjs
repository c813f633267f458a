// Spreadsheets without a library: enough to see that an exported one opens and what stands in it.
import { crc32, inflateRawSync } from 'node:zlib'

/// Name → text of each entry of a zip file, by its central directory.
export function unzip(bytes) {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  if (end < 0) throw new Error('not a zip file')
  const entries = new Map()
  let at = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, packed] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)]
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset))
    const header = bytes.readUInt32LE(at + 42)
    const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28)
    const raw = bytes.subarray(start, start + packed)
    const text = (method === 8 ? inflateRawSync(raw) : raw).toString('utf8')
    entries.set(bytes.toString('utf8', at + 46, at + 46 + name), text)
    at += 46 + name + extra + comment
  }
  return entries
}

/// The entries as a zip file, nothing packed.
export function zip(entries) {
  const parts = []
  const directory = []
  let at = 0
  for (const [name, text] of entries) {
    const [title, body] = [Buffer.from(name), Buffer.from(text)]
    const head = Buffer.alloc(26)
    head.writeUInt16LE(20, 0)
    head.writeUInt32LE(crc32(body), 10)
    head.writeUInt32LE(body.length, 14)
    head.writeUInt32LE(body.length, 18)
    head.writeUInt16LE(title.length, 22)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(at, 10)
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), head, tail, title)
    parts.push(Buffer.from('PK\x03\x04', 'latin1'), head, title, body)
    at += 30 + title.length + body.length
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.size, 4)
  end.writeUInt16LE(entries.size, 6)
  end.writeUInt32LE(size, 8)
  end.writeUInt32LE(at, 12)
  return Buffer.concat([...parts, ...directory, Buffer.from('PK\x05\x06', 'latin1'), end])
}

/// A workbook with one cell of its first sheet changed to a text.
export function withCell(bytes, cell, text) {
  const entries = unzip(bytes)
  const name = 'xl/worksheets/sheet1.xml'
  const found = new RegExp(`<c r="${cell}"[^>]*?(/>|>.*?</c>)`)
  const sheet = entries.get(name)
  if (!found.test(sheet)) throw new Error(`no cell ${cell}`)
  const made = `<c r="${cell}" t="inlineStr"><is><t>${text}</t></is></c>`
  return zip(entries.set(name, sheet.replace(found, made)))
}

/// How many rows its first sheet has.
export const rowsOf = (bytes) =>
  [...unzip(bytes).get('xl/worksheets/sheet1.xml').matchAll(/<row r="(\d+)"/g)].at(-1)[1]

/// All the text of a workbook: shared strings and what stands in the cells.
export function workbookText(bytes) {
  const entries = unzip(bytes)
  if (!entries.has('xl/workbook.xml')) throw new Error('not a workbook')
  return [...entries]
    .filter(([name]) => name.startsWith('xl/'))
    .map(([, text]) => text.replace(/<[^>]+>/g, ' '))
    .join(' ')
}

export function csv(rows) {
  return Buffer.from(`\ufeff${rows.map((row) => row.join(',')).join('\r\n')}\r\n`, 'utf8')
}

/// A valid ID number of an invented person: region, birth date, serial, and the check digit.
export function residentId(region, born, serial) {
  const body = `${region}${born.replaceAll('-', '')}${String(serial).padStart(3, '0')}`
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = [...body].reduce((total, digit, index) => total + Number(digit) * weights[index], 0)
  return body + '10X98765432'[sum % 11]
}
