import 'dmn-js/dist/assets/diagram-js.css'
import 'dmn-js/dist/assets/dmn-js-shared.css'
import 'dmn-js/dist/assets/dmn-js-drd.css'
import 'dmn-js/dist/assets/dmn-js-decision-table.css'
import 'dmn-js/dist/assets/dmn-js-decision-table-controls.css'
import 'dmn-js/dist/assets/dmn-js-literal-expression.css'
import 'dmn-js/dist/assets/dmn-js-boxed-expression.css'
import 'dmn-js/dist/assets/dmn-js-boxed-expression-controls.css'
import 'dmn-js/dist/assets/dmn-font/css/dmn.css'
import Modeler from 'dmn-js/lib/Modeler'
import Viewer from 'dmn-js/lib/NavigatedViewer'
import { StyleModule } from 'style-mod'
import zh from '@/locales/zh-dmn'
import { boxOf } from './boxed'
import { grammar } from './grammar'
import { boxedView } from './kit-view'

// dmn-js as it stands on our pages: heavy, and so loaded only where a model is drawn.

export type Kit = InstanceType<typeof Modeler>

/// The formula editor writes its style sheets as <style>, which our content policy forbids; given
/// no <head> it adopts constructed ones, which are script's own and allowed.
const mount = StyleModule.mount
const root = {
  ownerDocument: document,
  get adoptedStyleSheets() {
    return document.adoptedStyleSheets
  },
  set adoptedStyleSheets(sheets) {
    document.adoptedStyleSheets = sheets
  },
}
StyleModule.mount = (asked, modules, options) =>
  mount.call(StyleModule, asked === document ? root : asked, modules, options)

/// What the kit says, in the reader's language; what the dictionary lacks stays English.
function translate(language: string) {
  return (text: string, values: Record<string, string> = {}): string =>
    ((language === 'zh' && zh[text.trim()]) || text).replace(
      /\{ ?(\w+) ?\}/g,
      (_, name: string) => values[name] ?? `{${name}}`,
    )
}

/// The kit with our view of boxed expressions, of which it has none.
function withBoxes(Base: typeof Modeler, edit: boolean): typeof Modeler {
  const view = { id: 'boxed', constructor: boxedView(edit), opens: (each: never) => !!boxOf(each) }
  return class extends Base {
    _getViewProviders() {
      return [view, ...super._getViewProviders()]
    }
  }
}

export function makeKit(container: HTMLElement, edit: boolean, language: string): Kit {
  const said = { translate: ['value', translate(language)] }
  // The file's own name and number say nothing to who only looks.
  const drd = edit ? said : { ...said, definitionPropertiesView: ['value', null] }
  const parts = ['decisionTable', 'literalExpression', 'boxedExpression']
  const each = Object.fromEntries(parts.map((part) => [part, { additionalModules: [said] }]))
  return new (withBoxes(edit ? Modeler : Viewer, edit))({
    container,
    moddleExtensions: grammar,
    drd: { additionalModules: [drd] },
    ...each,
  })
}
