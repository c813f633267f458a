import { onScopeDispose, ref, watch, type Ref } from 'vue'
import { address, lastWrite } from '@/api/client'

const own_echo_ms = 5_000 // what one has just done oneself comes back as news

/// Whether news of the asker's own doing, so that nobody is told of what she did herself.
export function isEcho(now: number, wrote: number): boolean {
  return now - wrote < own_echo_ms
}

/// True as soon as the server tells of a change to what is shown; the page stays as it is until
/// the reader asks. Where there is no such stream (an old server, a strict proxy) nothing happens.
export function useNews(
  about: () => { type?: string; region?: string } | null,
  news: () => void = () => {},
): { fresh: Ref<boolean>; seen: () => void } {
  const fresh = ref(false)
  let source: EventSource | null = null
  function hear(): void {
    if (isEcho(Date.now(), lastWrite())) return
    fresh.value = true
    news()
  }
  function listen(asked: { type?: string; region?: string } | null): void {
    source?.close()
    source = null
    fresh.value = false
    if (!asked || typeof EventSource === 'undefined') return
    source = new EventSource(address('/events', asked))
    source.addEventListener('record', hear)
    source.addEventListener('reset', hear)
  }
  watch(about, (now, before) => {
    if (JSON.stringify(now) !== JSON.stringify(before)) listen(now)
  })
  listen(about())
  onScopeDispose(() => source?.close())
  return { fresh, seen: () => (fresh.value = false) }
}
