import type { Basis } from '@/api/types'

const order = ['example', 'draft', 'repost', 'official'] as const
export type BasisClass = (typeof order)[number]

/// An unknown class is treated as the weakest one: it must not pass for a document.
export function knownBasis(name: string | undefined): BasisClass {
  return order.find((each) => each === name) ?? 'example'
}

/// The class to show for a step that rests on several: the weakest, because a sum is only as
/// lawful as its weakest part. Nothing named is null.
export function weakest(basis: Basis[] | undefined): BasisClass | null {
  if (!basis?.length) return null
  return order.find((each) => basis.some((one) => knownBasis(one.class) === each)) ?? null
}
