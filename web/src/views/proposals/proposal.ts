import type { Proposal, View } from '@/api/types'

const states = ['open', 'approved', 'rejected', 'stale', 'withdrawn'] as const
export type ProposalState = (typeof states)[number]

export function knownState(state: string): ProposalState {
  return states.find((each) => each === state) ?? 'open'
}

/// The page that shows what a proposal is about: a run or a record; null when there is none.
export function subjectPath(proposal: Proposal, views: View[]): string | null {
  const more = proposal as Proposal & { subject_type?: string; subject_id?: string }
  const type = more.subject_type ?? proposal.view ?? ''
  const id = more.subject_id ?? proposal.target ?? ''
  if (!type || !id) return null
  const view = views.find((each) => each.id === type)
  if (view?.kind === 'decision_run') return `/runs/${view.id}/${id}`
  if (type === 'account') return '/accounts'
  if (type === 'draft') return `/drafts/${id}`
  return `/r/${type}/${id}`
}
