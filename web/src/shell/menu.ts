import type { MenuGroup, MenuItem, View } from '@/api/types'

// Pages of the program itself; every other name in a menu is a view that a pack declares.
const pages: Record<string, string> = {
  today: '/',
  proposals: '/proposals',
  statistics: '/statistics',
  dashboard: '/statistics',
  rules: '/rules',
  decisions: '/rules',
  regions: '/regions',
  accounts: '/accounts',
  log: '/log',
  access_log: '/access-log',
  holidays: '/holidays',
  system: '/system',
  backups: '/system',
  verification: '/system',
}
const kinds: Record<string, string> = {
  today: '/',
  decisions: '/rules',
  regions: '/regions',
  accounts: '/accounts',
  log: '/log',
  access_log: '/access-log',
  holidays: '/holidays',
  system: '/system',
  proposals: '/proposals',
}

/// Where a name in a menu or on a button leads: a declared view first, else a page of the program.
export function pathOf(name: string, views: View[]): string {
  const view = views.find((each) => each.id === name)
  if (view) return kinds[view.kind] ?? `/v/${view.id}`
  return pages[name] ?? `/v/${name}`
}

export type Entry = MenuItem & { to: string }
export type Group = { title: MenuGroup['group']; entries: Entry[] }

/// The menu as it is shown; today's page stands above the groups and is left out of them.
export function entries(menu: MenuGroup[], views: View[]): Group[] {
  return menu
    .map(({ group, items }) => ({
      title: group,
      entries: items
        .map((item) => ({ ...item, to: pathOf(item.view, views) }))
        .filter((entry) => entry.to !== '/'),
    }))
    .filter((group) => group.entries.length > 0)
}

/// Pages of the program that a person's rights open, where no menu of a pack offers them yet.
const byRight: [page: string, rights: string[]][] = [
  ['proposals', ['approve', 'propose', 'approve_accounts', 'manage_accounts']],
  ['accounts', ['manage_accounts', 'approve_accounts']],
  ['log', ['read_log']],
  ['access_log', ['read_log']],
  ['holidays', ['manage_system']],
  ['system', ['manage_system']],
]
export function ownPages(rights: string[], groups: Group[]): { id: string; to: string }[] {
  const there = new Set(groups.flatMap((group) => group.entries.map((entry) => entry.to)))
  return byRight
    .filter(
      ([page, any]) => any.some((right) => rights.includes(right)) && !there.has(pages[page]!),
    )
    .map(([page]) => ({ id: page, to: pages[page]! }))
}

/// Where the button of a thing to do leads. A target may say a record (type/id), a run, an import
/// job, a proposal, or a filter of the view.
export function actionPath(
  action: { view: string; target?: string | null },
  views: View[],
): string {
  const base = pathOf(action.view, views)
  const target = action.target?.trim()
  if (!target) return base
  if (target.startsWith('/')) return target
  if (target.startsWith('?')) return `${base}${target}`
  if (base === '/proposals') return `/proposals/${target}`
  const view = views.find((each) => each.id === action.view)
  if (view?.kind === 'decision_run') return `/runs/${view.id}/${target}`
  if (action.view === 'imports') return `/import/${target}`
  if (target.includes('/')) return `/r/${target}`
  return view?.kind === 'list' && view.record ? `/r/${view.record}/${target}` : base
}

/// Whether `entry` is where the person is; the longest matching one wins.
export function current(to: string, path: string, entriesAll: { to: string }[]): boolean {
  const fits = (candidate: string) =>
    candidate === '/' ? path === '/' : path === candidate || path.startsWith(`${candidate}/`)
  if (!fits(to)) return false
  return !entriesAll.some((other) => other.to.length > to.length && fits(other.to))
}
