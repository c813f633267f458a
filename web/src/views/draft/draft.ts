import type { Decision, Draft, Parameter } from '@/api/types'

/// A single figure or word within a parameter's value: where it stands, and what it is now.
export type Leaf = { path: (string | number)[]; kind: 'figure' | 'text' | 'yes_no'; value: string }

export type ParameterEdit = {
  parameter: string
  region: string
  from: string
  value: unknown
  basis: { class: string; text: string; clause: string; url: string }
}
export type GridRow = { id: string; inputs: string[]; outputs: string[]; annotations: string[] }
export type TableEdit = { decision: string; region: string; rules: GridRow[] }

const number = /^-?\d+(\.\d+)?$/

/// Every figure and word of a value, in order. Nothing (no upper bound) is an empty figure.
export function leavesOf(value: unknown, path: (string | number)[] = []): Leaf[] {
  if (Array.isArray(value)) return value.flatMap((each, index) => leavesOf(each, [...path, index]))
  if (value !== null && typeof value === 'object')
    return Object.entries(value).flatMap(([key, each]) => leavesOf(each, [...path, key]))
  if (typeof value === 'boolean') return [{ path, kind: 'yes_no', value: String(value) }]
  const text = value === null || value === undefined ? '' : String(value)
  return [{ path, kind: value === null || number.test(text) ? 'figure' : 'text', value: text }]
}

/// The value with its leaves as they were typed. Figures stay text: the server reads them exactly.
export function withLeaves(value: unknown, leaves: Leaf[]): unknown {
  const made = structuredClone(value)
  let whole: unknown = made
  for (const leaf of leaves) {
    const typed = leaf.value.trim()
    const meant = leaf.kind === 'yes_no' ? typed === 'true' : typed === '' ? null : typed
    if (!leaf.path.length) whole = meant
    else {
      let at = made as Record<string | number, unknown>
      for (const key of leaf.path.slice(0, -1)) at = at[key] as Record<string | number, unknown>
      at[leaf.path[leaf.path.length - 1]!] = meant
    }
  }
  return whole
}

/// The words that a text of this value may be: those of the parameter that are not its keys.
export function choicesOf(parameter: Parameter): string[] {
  const keys = new Set<string>()
  const gather = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(gather)
    else if (value !== null && typeof value === 'object')
      for (const [key, each] of Object.entries(value)) {
        keys.add(key)
        gather(each)
      }
  }
  gather(parameter.value)
  return Object.keys(parameter.words ?? {}).filter((code) => !keys.has(code))
}

/// The rows of a table as they are written, ready to be changed.
export function gridOf(decision: Decision): GridRow[] {
  const names = (decision.annotations ?? []).map(String)
  return (decision.rules ?? []).map((rule) => ({
    id: rule.id,
    inputs: [...rule.inputs],
    outputs: [...rule.outputs],
    annotations: names.map((name) =>
      Array.isArray(rule.annotations) ? '' : (rule.annotations?.[name] ?? ''),
    ),
  }))
}

export function emptyRow(decision: Decision): GridRow {
  return {
    id: '',
    inputs: (decision.inputs ?? []).map(() => '-'),
    outputs: (decision.outputs ?? []).map(() => ''),
    annotations: (decision.annotations ?? []).map(() => ''),
  }
}

/// How many cells and rows differ from those in force.
export function changesIn(now: GridRow[], before: GridRow[]): number {
  const old = new Map(before.map((row) => [row.id, row]))
  let count = before.filter((row) => !now.some((each) => each.id === row.id)).length
  for (const row of now) {
    const was = old.get(row.id)
    if (!was) count += 1
    else
      for (const part of ['inputs', 'outputs', 'annotations'] as const)
        count += row[part].filter((cell, index) => cell !== was[part][index]).length
  }
  return count
}

/// The models whose files a draft has: what can be tried and drawn.
export function modelsOf(draft: Draft): string[] {
  const names = Object.keys(draft.files ?? {}).flatMap(
    (path) => /decisions\/([^/]+)\.dmn$/.exec(path)?.slice(1) ?? [],
  )
  return [...new Set(names)]
}

/// The decision that one would try first: one that the draft changes.
export function firstToTry(draft: Draft, heads: { id: string; main?: boolean }[]): string {
  const changed = (draft.changes ?? []).find(
    (change) => change.decision && heads.some((head) => head.id === change.decision),
  )
  return changed?.decision ?? heads.find((head) => head.main)?.id ?? heads[0]?.id ?? ''
}
