import type { Caveat } from '@/api/types'
import { knownBasis, type BasisClass } from './basis'

export type CaveatGroup = { basis: Exclude<BasisClass, 'official'>; caveats: Caveat[] }

/// What a run rests on that is no official text, by class, the weakest first; a parameter that
/// several places say differently stands once.
export function caveatGroups(caveats: Caveat[] | null | undefined): CaveatGroup[] {
  const made: CaveatGroup[] = []
  for (const basis of ['example', 'draft', 'repost'] as const) {
    const seen = new Map<string, Caveat>()
    for (const each of caveats ?? [])
      if (knownBasis(each.class) === basis)
        seen.set(each.parameter ?? `/${each.title.zh}`, each)
    if (seen.size) made.push({ basis, caveats: [...seen.values()] })
  }
  return made
}
