import type { Place } from '@/api/types'
import type { Bilingual } from '@/kit/words'

export type Assignment = {
  id: string
  role: string
  title: Bilingual | null
  region: Place | null
  record?: string | null
  valid_from?: string
  valid_to?: string | null
  state: string
}
export type AccountRow = {
  id: string
  name: string
  login: string
  state?: string
  demo?: boolean
  roles?: Assignment[]
}
export type Role = {
  id: string
  title: Bilingual
  exclusive: boolean
  own_record_only: boolean
  rights: string[]
}

const states = ['active', 'pending', 'disabled', 'locked'] as const
export type AccountState = (typeof states)[number]

export function accountState(account: { state?: string }): AccountState {
  return states.find((each) => each === account.state) ?? 'active'
}

/// Whether a role may stand beside those an account has: an exclusive one stands alone.
export function clash(held: string[], wanted: string, roles: Role[]): boolean {
  const exclusive = (id: string) => roles.find((role) => role.id === id)?.exclusive ?? false
  const others = held.filter((id) => id !== wanted)
  return others.length > 0 && (exclusive(wanted) || others.some(exclusive))
}

/// Roles that hold or wait; those ended, refused or withdrawn are history.
export function current(assignments: Assignment[] | undefined): Assignment[] {
  return (assignments ?? []).filter(
    (one) => !['ended', 'rejected', 'withdrawn', 'refused'].includes(one.state),
  )
}
