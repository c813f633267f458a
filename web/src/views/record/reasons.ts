// How the reasons of a computed value are laid out. The sentences are the server's.
import type { Explanation, FieldType, Step } from '@/api/types'
import { isFigure, isNegative, money } from '@/kit/number'

export type Layout = 'steps' | 'statement'

/// Results of one model share their steps: the first leads, the others stand beside it as facts.
export type Card = { lead: Explanation; facts: Explanation[]; differs: Explanation[] }

export function cards(explanations: Explanation[], fields: FieldType[]): Card[] {
  const found = new Map<string, Card>()
  for (const one of inFieldOrder(explanations, fields)) {
    const model = one.model ?? one.decision
    const card = found.get(model)
    if (card) card.facts.push(one)
    else found.set(model, { lead: one, facts: [], differs: [] })
  }
  for (const card of found.values())
    card.differs = [card.lead, ...card.facts].filter((one) => one.differs)
  return [...found.values()]
}

/// The address of the rule behind a step: its model and the element within it.
export function ruleId(step: Step, model: string | undefined): string {
  return step.decision.includes('.') || !model || model === step.decision
    ? step.decision
    : `${model}.${step.decision}`
}

/// Amounts of money stand in a statement, figures at the right; everything else climbs in steps.
export function layoutOf(explanation: Explanation, decided: FieldType | undefined): Layout {
  if (explanation.view) return 'statement'
  if (decided) return decided.type === 'money' ? 'statement' : 'steps'
  return /^[+-]?[\d,]+\.\d{2}$/.test(String(explanation.value)) ? 'statement' : 'steps'
}

export function amountText(step: Step, layout: Layout): string {
  const text = String(step.amount ?? '')
  if (!text) return ''
  if (layout === 'statement' && isFigure(text)) return money(text)
  return text.replace(/^-/, '−')
}

/// "Base pay: 3,000.00 × 1.16" → what it is, and how it comes about.
export function headAndDetail(sentence: string): [string, string] {
  const match = /^([^：:]{1,24})(?:：|: )(.+)$/.exec(sentence)
  return match ? [match[1]!, match[2]!] : [sentence, '']
}

/// Which result to show large: the one that a field of the record stores, in the order of the fields.
export function inFieldOrder(explanations: Explanation[], fields: FieldType[]): Explanation[] {
  const rank = (one: Explanation) => {
    const at = fields.findIndex((field) => field.decided_by === one.decision)
    return at < 0 ? fields.length : at
  }
  return [...explanations].sort((a, b) => rank(a) - rank(b))
}

export function lowered(step: Step): boolean {
  return isNegative(step.amount)
}

/// The steps without the closing total, and the total by itself.
export function withTotal(steps: Step[]): { steps: Step[]; total: Step | null } {
  const last = steps[steps.length - 1]
  return last?.total ? { steps: steps.slice(0, -1), total: last } : { steps, total: null }
}
