// Figures arrive as decimal strings (some already with thousands) and are shown, added and compared as such: never as floats.

const pattern = /^([+-]?)(\d+)(?:\.(\d+))?$/

type Parts = { negative: boolean; whole: string; fraction: string }

function parts(text: unknown): Parts | null {
  const match = pattern.exec(
    String(text ?? '')
      .trim()
      .replace(/,(?=\d{3})/g, '')
      .replace('−', '-'),
  )
  if (!match) return null
  return {
    negative: match[1] === '-',
    whole: match[2]!.replace(/^0+(?=\d)/, ''),
    fraction: match[3] ?? '',
  }
}

function grouped(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+$)/g, ',')
}

function zero(found: Parts): boolean {
  return /^0*$/.test(found.whole + found.fraction)
}

/// "3370" → "3,370.00"; what is no figure is shown as it is; nothing is a dash.
export function money(value: unknown): string {
  return decimal(value, 2)
}

/// Thousands separated, at least `scale` decimals; a minus is the real one (U+2212).
export function decimal(value: unknown, scale = 0): string {
  if (value === null || value === undefined || value === '') return '—'
  const found = parts(value)
  if (!found) return String(value)
  const fraction = found.fraction.padEnd(scale, '0')
  const sign = found.negative && !zero(found) ? '−' : ''
  return `${sign}${grouped(found.whole)}${fraction ? `.${fraction}` : ''}`
}

/// A figure with its unit: after it ("7 级", "3 years"), or around it where the unit says where the
/// figure stands ("level {}").
export function withUnit(figure: string, unit: string): string {
  if (unit.includes('{}')) return unit.replace('{}', figure)
  return unit ? `${figure} ${unit}` : figure
}

/// The unit alone, beside a field that is filled in.
export function unitAlone(unit: string): string {
  return unit.replace('{}', '').trim()
}

/// A difference: its sign is always said, and nothing changed is "0".
export function signed(value: unknown, scale = 0): string {
  const found = parts(value)
  if (!found) return value === null || value === undefined ? '—' : String(value)
  if (zero(found)) return scale ? `0.${'0'.repeat(scale)}` : '0'
  const text = decimal(`${found.whole}${found.fraction ? `.${found.fraction}` : ''}`, scale)
  return `${found.negative ? '−' : '+'}${text}`
}

export function isZero(value: unknown): boolean {
  const found = parts(value)
  return found === null || zero(found)
}

export function isNegative(value: unknown): boolean {
  const found = parts(value)
  return found !== null && found.negative && !zero(found)
}

export function isFigure(value: unknown): boolean {
  return parts(value) !== null
}

function scaled(found: Parts, scale: number): bigint {
  const digits = BigInt(found.whole + found.fraction.padEnd(scale, '0'))
  return found.negative ? -digits : digits
}

function unscaled(digits: bigint, scale: number): string {
  const negative = digits < 0n
  const text = (negative ? -digits : digits).toString().padStart(scale + 1, '0')
  const whole = scale ? text.slice(0, -scale) : text
  return `${negative ? '-' : ''}${whole}${scale ? `.${text.slice(-scale)}` : ''}`
}

/// a − b, exactly; null when either is no figure.
export function minus(a: unknown, b: unknown): string | null {
  const [left, right] = [parts(a), parts(b)]
  if (!left || !right) return null
  const scale = Math.max(left.fraction.length, right.fraction.length)
  return unscaled(scaled(left, scale) - scaled(right, scale), scale)
}

/// "18.0" of ("412", "2290"): a share in percent with one decimal, rounded half up.
export function percent(numerator: unknown, denominator: unknown): string | null {
  const [n, d] = [parts(numerator), parts(denominator)]
  if (!n || !d || zero(d)) return null
  const scale = Math.max(n.fraction.length, d.fraction.length)
  const [top, bottom] = [scaled(n, scale) * 10000n, scaled(d, scale)]
  return unscaled((top / bottom + 5n) / 10n, 1)
}

/// How long a bar is, 0 to 100; only for drawing.
export function barWidth(value: unknown, whole: unknown): number {
  const [a, b] = [Number(value), Number(whole)]
  if (!Number.isFinite(a) || !Number.isFinite(b) || b <= 0) return 0
  return Math.max(0, Math.min(100, (a / b) * 100))
}
