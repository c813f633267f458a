import type { DecisionInput, Meta, RecordType, Tried } from '@/api/types'

/// Record types whose rows can fill in the inputs of a model: those that it decides something of,
/// in a field or in a run.
export function typesThatFill(meta: Meta | null, model: string): RecordType[] {
  const runs = (meta?.views ?? []).filter(
    (view) => view.kind === 'decision_run' && view.decision === model,
  )
  return (meta?.record_types ?? []).filter(
    (type) =>
      runs.some((view) => view.record === type.id) ||
      type.fields.some((field) => field.decided_by?.split('.')[0] === model),
  )
}

export const modelOf = (decision: string): string => decision.split('.')[0]!

/// What is sent to be tried: the inputs by name.
export function valuesOf(inputs: DecisionInput[]): Record<string, string> {
  return Object.fromEntries(inputs.map((input) => [input.name, input.value.trim()]))
}

/// The codes of an input that takes several, in order.
export function codesOf(text: string): string[] {
  return text.split(',').filter(Boolean)
}

/// What was typed stays where the form is made anew for another day or draft.
export function kept(inputs: DecisionInput[], before: DecisionInput[]): DecisionInput[] {
  const old = new Map(before.map((input) => [input.name, input]))
  return inputs.map((input) => {
    const was = old.get(input.name)
    return was && was.kind === input.kind && was.value ? { ...input, value: was.value } : input
  })
}

/// The rows that matched, by decision, in the order of computation.
export function rowsByDecision(tried: Tried | null): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  for (const each of tried?.matched ?? [])
    found.set(each.decision, (found.get(each.decision) ?? new Set()).add(each.rule))
  return found
}
