import { computed } from 'vue'
import { createI18n, useI18n } from 'vue-i18n'
import { configure } from '@/api/client'
import type { Language } from '@/kit/date'
import { isBilingual, shownText } from '@/kit/words'
import zh from './zh'

export type Messages = typeof zh

const kept = ((): Language => {
  try {
    return localStorage.getItem('language') === 'en' ? 'en' : 'zh'
  } catch {
    return 'zh'
  }
})()

export const i18n = createI18n({
  legacy: false,
  locale: 'zh' as string,
  fallbackLocale: 'zh',
  messages: { zh } as Record<string, Messages>,
})

export const language = computed(() => i18n.global.locale.value as Language)

export async function setLanguage(next: Language): Promise<void> {
  if (next === 'en' && !i18n.global.availableLocales.includes('en'))
    i18n.global.setLocaleMessage('en', (await import('./en')).default)
  i18n.global.locale.value = next
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en'
  configure({ language: next, offlineText: i18n.global.t('error.offline') })
  try {
    localStorage.setItem('language', next)
  } catch {
    // A browser that forbids storage only forgets the choice.
  }
}

export const startLanguage = (): Promise<void> => setLanguage(kept)

/// The words of a page: `t` for ours, `say` for those that packs and the server bring.
export function useWords() {
  const { t } = useI18n()
  const say = (value: unknown): string => shownText(value, language.value)
  return { t, say, language, isBilingual }
}
