import dmn13 from 'dmn-moddle/resources/dmn/json/dmn13.json'

// The drawing kit knows the expressions of DMN 1.3. Conditions, filters and iterations came later;
// told of them, it reads and writes them like the rest.

type Property = { name: string; type: string; isAttr?: boolean; xml?: { serialize: string } }
const part = (name: string): Property => ({ name, type: 'Part', xml: { serialize: 'property' } })
const type = (name: string, properties: Property[], above = 'Expression') => ({
  name,
  superClass: [above],
  properties,
})

const later = [
  type('Part', [{ name: 'value', type: 'Expression' }], 'DMNElement'),
  type('Conditional', [part('if'), part('then'), part('else')]),
  type('Filter', [part('in'), part('match')]),
  type('For', [{ name: 'iteratorVariable', type: 'String', isAttr: true }, part('in'), part('return')]),
  ...['Some', 'Every'].map((name) =>
    type(name, [{ name: 'iteratorVariable', type: 'String', isAttr: true }, part('in'), part('satisfies')]),
  ),
]

/// What the kit is to know of beside its own: its model of DMN, with what came later.
export const grammar = { dmn: { ...dmn13, types: [...dmn13.types, ...later] } }
