import type { RoleGrant } from '@/api/types'

export type AccountRow = {
  id: string
  name: string
  login: string
  state?: string
  disabled?: boolean
  roles?: RoleGrant[]
  last_sign_in?: string | null
}

const states = ['active', 'pending', 'disabled', 'locked'] as const
export type AccountState = (typeof states)[number]

export function accountState(account: AccountRow): AccountState {
  if (account.disabled) return 'disabled'
  return states.find((each) => each === account.state) ?? 'active'
}

/// The fixed role ids of the program; their titles come from the locale where no pack names them.
export const roleIds = [
  'county_admin', 'street_clerk', 'reviewer', 'auditor', 'self', 'system_admin', 'security_admin', 'security_auditor',
] as const

/// Administrators of the system, of security and of its audit see no business: one of them excludes
/// every other role.
export const exclusive = ['system_admin', 'security_admin', 'security_auditor']

export function clash(roles: string[]): boolean {
  return roles.length > 1 && roles.some((role) => exclusive.includes(role))
}
