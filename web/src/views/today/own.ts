// What somebody who sees only herself is first told: what her level and pay are.
import type { Explanation, RecordType, Session } from '@/api/types'
import { decimal, isFigure, money, withUnit } from '@/kit/number'
import { cards } from '../record/reasons'

/// Her own record, where she has a right to no other.
export function ownRecord(session: Session | null): string | null {
  const roles = session?.roles ?? []
  return (roles.length && roles.every((role) => role.record) && roles[0]!.record) || null
}
/// The types whose records have something decided about them.
export function decidedTypes(types: RecordType[]): RecordType[] {
  return types.filter((type) => !type.parent && type.decisions.length > 0)
}

export type Own = { lead: Explanation; value: string }
/// The result that leads each card of her page, as a figure.
export function ownFigures(
  explanations: Explanation[],
  type: RecordType,
  say: (value: unknown) => string,
): Own[] {
  return cards(explanations, type.fields)
    .map(({ lead }) => lead)
    .filter((lead) => lead.value !== null && typeof lead.value !== 'object')
    .map((lead) => {
      if (lead.view) return { lead, value: money(lead.value) }
      const field = type.fields.find((each) => each.id === lead.field)
      const text = isFigure(lead.value) ? decimal(lead.value) : say(lead.value)
      return { lead, value: withUnit(text, say(lead.unit) || say(field?.unit)) }
    })
}
