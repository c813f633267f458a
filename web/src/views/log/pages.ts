import { computed, ref } from 'vue'
import { api } from '@/api/client'
import { useLoad } from '@/kit/load'

const limit = 100

/// A log in pages, newest first; asking anew begins at the first.
export function usePages<Entry extends { id?: string }>(
  path: string,
  filter: Record<string, string>,
) {
  type Page = { rows: Entry[]; next: string | null }
  const cursors = ref<string[]>([])
  const { data, error, reload } = useLoad((signal) => {
    const cursor = cursors.value[cursors.value.length - 1]
    return api.get<Page>(path, { ...filter, limit, cursor }, signal)
  })
  const rows = computed(
    () => data.value?.rows.map((row, index) => ({ ...row, id: row.id ?? String(index) })) ?? null,
  )
  const earlier = computed(() => cursors.value.length > 0)
  const later = computed(() => Boolean(data.value?.next))
  function look(): void {
    cursors.value = []
    void reload()
  }
  function turn(on: boolean): void {
    if (on) cursors.value.push(data.value?.next ?? '')
    else cursors.value.pop()
    void reload()
  }
  void reload()
  return { rows, error, reload, earlier, later, look, turn }
}
