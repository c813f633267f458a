import type { Decision, Finding, Rule, Words } from '@/api/types'

const is = (finding: Finding, severity: string) => finding.severity === severity

/// What no row takes, to be shown as rows of their own beneath the table.
export function gapsOf(decision: Decision): Finding[] {
  return (decision.findings ?? []).filter(
    (each) => each.code === 'dmn.gap' && each.cells && is(each, 'warning'),
  )
}

/// What is odd about a row; an overlap is told at the later of its rows.
export function notesOf(decision: Decision, rule: Rule): Finding[] {
  const order = new Map((decision.rules ?? []).map((each, index) => [each.id, index]))
  const place = (finding: Finding): string | undefined =>
    finding.code === 'dmn.unreachable'
      ? finding.rules[0]
      : [...finding.rules].sort((a, b) => (order.get(b) ?? 0) - (order.get(a) ?? 0))[0]
  return (decision.findings ?? []).filter((each) => place(each) === rule.id)
}

/// What is said elsewhere than at a row: what was not decided, how many more there are.
export function othersOf(decision: Decision): Finding[] {
  const shown = new Set(gapsOf(decision))
  const table = decision.kind === 'table'
  return (decision.findings ?? []).filter(
    (each) => !table || (!each.rules.length && !shown.has(each)),
  )
}

/// "Age less than 18, post clerk": the columns that matter.
export function conditionsOf(
  finding: Finding,
  columns: string[],
  say: (words: Words) => string,
): string {
  return columns
    .flatMap((title, index) => {
      const cell = finding.cells?.[index]
      return cell ? [`${title} ${say(cell)}`] : []
    })
    .join('、')
}
