import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
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
