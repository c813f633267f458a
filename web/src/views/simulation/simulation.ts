// A rehearsal of changed rules: what everybody of a region would get, against the rules in force.
import type { RunColumn, SimulatedRegion, View } from '@/api/types'

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
