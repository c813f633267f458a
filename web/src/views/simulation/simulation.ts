// A rehearsal of changed rules: what everybody of a region would get, against the rules in force.
import type { View } from '@/api/types'
import type { Bilingual } from '@/kit/words'
import type { RunColumn } from '../run/run'

export type Sums = { before: string; after: string; difference: string }
export type SimulatedRegion = {
  code: string
  name: string
  level: string
  members: number
  changed: number
  totals: Record<string, Sums>
}
export type SimulatedChange = {
  record_id: string
  name: string
  region: { code: string; name: string }
  before: string | number | null
  after: string | number | null
  difference: string | number | null
}
export type Simulation = {
  view: string
  period: string
  members: number
  changed: number
  gain: number
  lose: number
  lost: number
  columns: RunColumn[]
  totals: Record<string, Sums>
  regions: SimulatedRegion[]
  histogram: { from: string | number; to: string | number; count: number }[]
  changes: SimulatedChange[]
}
export type SimulationLine = {
  record_id: string
  before: { values: Record<string, unknown> }
  after: { values: Record<string, unknown> }
  difference: Record<string, unknown>
  reasons: Bilingual[]
}

/// The lists that rules can be rehearsed on.
export function rehearsable(views: View[]): View[] {
  return views.filter((view) => view.kind === 'decision_run')
}

/// What the change costs: the last column that has a total is the whole of it.
export function costColumn(columns: RunColumn[]): RunColumn | undefined {
  const totals = columns.filter((column) => column.total)
  return totals[totals.length - 1]
}

/// How deep a region stands below the first one, for its place in the table.
export function depth(region: SimulatedRegion, regions: SimulatedRegion[]): number {
  return regions.filter(
    (other) => other.code !== region.code && region.code.startsWith(other.code),
  ).length
}
