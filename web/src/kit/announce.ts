import { reactive } from 'vue'

type Note = { text: string; tone: 'done' | 'problem'; id: number }
export const notes = reactive<Note[]>([])
let last = 0

/// A short word that something was done; stays seven seconds, and is read out.
export function announce(text: string, tone: Note['tone'] = 'done'): void {
  const id = ++last
  notes.push({ text, tone, id })
  setTimeout(() => dismiss(id), 7000)
}
export function dismiss(id: number): void {
  const at = notes.findIndex((note) => note.id === id)
  if (at >= 0) notes.splice(at, 1)
}
