/// <reference types="vite/client" />

// What is used of dmn-js, which brings no types of its own.
declare module 'dmn-js/lib/*' {
  type Extension = { $type: string; zh?: string; en?: string }
  type Element = { extensionElements?: { values?: Extension[] } }
  export type View = { id: string; name: string; type: string; element: Element }
  type Options = Record<string, unknown>
  export default class Kit {
    constructor(options: Options)
    importXML(xml: string): Promise<{ warnings: { message: string }[] }>
    saveXML(options: Options): Promise<{ xml: string }>
    open(view: View): Promise<unknown>
    getViews(): View[]
    getActiveView(): View | undefined
    getActiveViewer(): { get<T>(name: string, strict?: boolean): T | null } | undefined
    on(event: string, act: (event: never) => void): void
    _getViewProviders(): unknown[]
    destroy(): void
  }
}
declare module 'dmn-moddle/resources/dmn/json/dmn13.json' {
  const grammar: { types: unknown[] }
  export default grammar
}
declare module 'style-mod' {
  type Mount = (root: unknown, modules: unknown, options?: unknown) => void
  export const StyleModule: { mount: Mount }
}
declare module 'dmn-moddle' {
  export class DmnModdle {
    constructor(packages?: Record<string, unknown>)
    fromXML(xml: string, root: string): Promise<{ rootElement: unknown; warnings: unknown[] }>
    toXML(root: unknown, options: { format: boolean }): Promise<{ xml: string }>
  }
}
