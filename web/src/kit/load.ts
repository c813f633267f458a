import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { aborted, Problem } from '@/api/client'

export type Loaded<T> = {
  data: ShallowRef<T | null>
  error: ShallowRef<Error | null>
  loading: Ref<boolean>
  reload: () => Promise<void>
}

/// Loads something, keeps the last good answer while the next is on its way, drops overtaken ones.
export function useLoad<T>(get: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const data = shallowRef<T | null>(null)
  const error = shallowRef<Error | null>(null)
  const loading = ref(false)
  let current: AbortController | null = null

  async function reload(): Promise<void> {
    current?.abort()
    const mine = (current = new AbortController())
    loading.value = true
    try {
      const answer = await get(mine.signal)
      if (current !== mine) return
      data.value = answer
      error.value = null
    } catch (caught) {
      if (aborted(caught) || current !== mine) return
      error.value = caught as Error
    }
    if (current === mine) loading.value = false
  }
  onScopeDispose(() => current?.abort())
  return { data, error, loading, reload }
}

const noticed_ms = 200

/// Whether something lasts long enough to be told: a word that only flickers helps nobody, and
/// painting it delays what is waited for.
export function useLasting(going: Ref<boolean>): Ref<boolean> {
  const lasting = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(
    going,
    (now) => {
      clearTimeout(timer)
      lasting.value = false
      if (now) timer = setTimeout(() => (lasting.value = true), noticed_ms)
    },
    { immediate: true, flush: 'sync' },
  )
  onScopeDispose(() => clearTimeout(timer))
  return lasting
}

/// A button's work: one at a time, its error kept to be shown, the press repeatable safely.
export function useWork() {
  const busy = ref(false)
  const error = shallowRef<Error | null>(null)
  async function work(act: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    error.value = null
    try {
      await act()
      return true
    } catch (caught) {
      error.value = caught as Error
      return false
    } finally {
      busy.value = false
    }
  }
  return { busy, error, work }
}

export function forbidden(error: unknown): boolean {
  return error instanceof Problem && (error.status === 403 || error.status === 404)
}
