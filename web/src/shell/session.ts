import { computed, markRaw, reactive } from 'vue'
import { api, configure, Problem } from '@/api/client'
import type { Meta, Place, Session, View } from '@/api/types'
import { language, setLanguage } from '@/locales'

type State = {
  session: Session | null
  meta: Meta | null
  /// Where the person works now; lists, indicators and runs are of it.
  here: Place | null
  path: Place[]
  todoCount: number | null
  checked: boolean
  /// The server no longer knows the session; the page stays, and asks to sign in again.
  expired: boolean
  languageChosen: boolean
}

export const state = reactive<State>({
  session: null,
  meta: null,
  here: null,
  path: [],
  todoCount: null,
  checked: false,
  expired: false,
  languageChosen: false,
})

configure({
  signedOut: () => {
    if (state.session) state.expired = true
  },
})

export const today = computed(() => state.session?.today ?? new Date().toISOString().slice(0, 10))

export function may(right: string): boolean {
  return state.session?.rights.includes(right) ?? false
}

async function take(session: Session): Promise<void> {
  configure({ csrf: session.csrf })
  // Who has just chosen a language on the sign-in page keeps it; else her account says which.
  const kept = session.account.language
  if (state.languageChosen && kept !== language.value)
    await api.put('/session/language', { language: language.value }).catch(() => null)
  else if (kept === 'zh' || kept === 'en') await setLanguage(kept)
  state.languageChosen = false
  state.session = session
  state.path = session.home_region?.path ?? (session.home_region ? [session.home_region] : [])
  state.here = session.home_region
  // Read often and never changed in place: watching each of its parts would cost each reader.
  if (!session.account.must_change_password) state.meta = markRaw(await api.get<Meta>('/meta'))
}

/// Who is signed in, asked once; false when nobody is.
export async function resume(): Promise<boolean> {
  if (state.session) return true
  if (state.checked) return false
  try {
    await take(await api.get<Session>('/session'))
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) throw error
  }
  state.checked = true
  return state.session !== null
}

export async function signIn(login: string, password: string): Promise<void> {
  await take(await api.post<Session>('/session', { login, password }))
}

/// The same person again, over the page she was on; another one begins anew.
export async function signInAgain(password: string): Promise<void> {
  const before = state.session
  const session = await api.post<Session>('/session', { login: before?.account.login, password })
  configure({ csrf: session.csrf })
  state.session = session
  state.expired = false
}

export async function passwordChanged(): Promise<void> {
  state.session = null
  state.checked = false
  await resume()
}

export function forget(): void {
  Object.assign(state, {
    session: null,
    meta: null,
    here: null,
    path: [],
    todoCount: null,
    checked: true,
    expired: false,
  })
}

export async function signOut(): Promise<void> {
  await api.del('/session').catch(() => null)
  forget()
}

export function moveTo(region: Place & { path?: Place[] }): void {
  state.here = { code: region.code, name: region.name }
  state.path = region.path?.length ? region.path : [state.here]
  if (state.path[state.path.length - 1]?.code !== region.code)
    state.path = [...state.path, state.here]
}

export function typeOf(id: string | undefined) {
  return state.meta?.record_types.find((type) => type.id === id)
}
export function viewOf(id: string | undefined): View | undefined {
  return state.meta?.views.find((view) => view.id === id)
}
/// The list in which records of a type are looked at, of all views or those in the menu.
export function listOf(record: string): View | undefined {
  return state.meta?.views.find((view) => view.kind === 'list' && view.record === record)
}
/// The list that the search box of the top bar looks in: the first one in the person's menu.
export const searchList = computed<View | undefined>(() => {
  for (const group of state.session?.menu ?? [])
    for (const item of group.items) {
      const view = viewOf(item.view)
      if (view?.kind === 'list') return view
    }
  return undefined
})
