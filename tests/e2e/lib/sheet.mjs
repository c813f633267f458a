// Spreadsheets without a library: enough to see that an exported one opens and what stands in it.
import { inflateRawSync } from 'node:zlib'

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
