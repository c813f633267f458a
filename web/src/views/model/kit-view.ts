import { createApp, type App, type InjectionKey } from 'vue'
import { i18n } from '@/locales'
import BoxedNode from './BoxedNode.vue'
import { boxOf, type Node } from './boxed'

// The view of a boxed expression beside the kit's own: it opens and closes when the kit says so.

/// Whether cells may be changed, and whom to tell.
export const editing: InjectionKey<{ edit: boolean; changed: () => void }> = Symbol('editing')

type Listener = (event: Record<string, unknown>) => void

export function boxedView(edit: boolean) {
  return class BoxedView {
    private readonly holder = document.createElement('div')
    private readonly listeners = new Map<string, Listener[]>()
    private app: App | null = null

    constructor() {
      this.holder.className = 'boxed-view'
    }
    attachTo(parent: HTMLElement): void {
      parent.append(this.holder)
    }
    detach(): void {
      this.holder.remove()
    }
    async open(element: Node): Promise<{ warnings: unknown[] }> {
      this.clear()
      const box = boxOf(element)
      if (!box) return { warnings: [] }
      this.app = createApp(BoxedNode, { box, label: String(element.get('name') ?? '') })
      const changed = () => this.tell('commandStack.changed')
      this.app.use(i18n).provide(editing, { edit, changed }).mount(this.holder)
      return { warnings: [] }
    }
    clear(): void {
      this.app?.unmount()
      this.app = null
    }
    destroy(): void {
      this.clear()
      this.detach()
    }
    on(event: string, act: Listener): void {
      this.listeners.set(event, [...(this.listeners.get(event) ?? []), act])
    }
    off(event: string, act: Listener): void {
      const kept = (this.listeners.get(event) ?? []).filter((each) => each !== act)
      this.listeners.set(event, kept)
    }
    /// The kit's parts (a canvas, a palette): here there are none.
    get(): null {
      return null
    }
    private tell(event: string): void {
      for (const act of this.listeners.get(event) ?? []) act({})
    }
  }
}
