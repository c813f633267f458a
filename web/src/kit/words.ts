import type { Language } from './date'

export type Bilingual = { zh: string; en: string }

export function isBilingual(value: unknown): value is Bilingual {
  return typeof value === 'object' && value !== null && 'zh' in value && 'en' in value
}

/// What the server shows of a value, in one language: bilingual words, lists of them, or plain text.
export function shownText(value: unknown, language: Language): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value))
    return value
      .map((each) => shownText(each, language))
      .filter(Boolean)
      .join(language === 'zh' ? '\u3001' : ', ')
  if (isBilingual(value)) return value[language] || value.zh || value.en
  if (typeof value === 'object') {
    const named = value as { name?: unknown; title?: unknown; code?: unknown }
    return shownText(named.name ?? named.title ?? named.code ?? '', language)
  }
  return String(value)
}

/// "{" and "|" mean something to vue-i18n; data that passes through `t` as a parameter is safe, so
/// this is only for sentences that are built from parts.
export function joined(parts: (string | null | undefined | false)[], separator = ' · '): string {
  return parts.filter((part): part is string => Boolean(part)).join(separator)
}
