import { createRouter, createWebHashHistory, type RouteRecordRaw } from 'vue-router'
import { resume, state } from './shell/session'
import TodayView from './views/today/TodayView.vue'

// Addresses are behind "#", so that the server has one page to serve and a reload finds its way.
const routes: RouteRecordRaw[] = [
  {
    path: '/sign-in',
    name: 'sign-in',
    component: () => import('./views/sign-in/SignInView.vue'),
    meta: { bare: true, open: true },
  },
  {
    path: '/password',
    name: 'password',
    component: () => import('./views/sign-in/PasswordView.vue'),
    meta: { bare: true },
  },
  { path: '/', name: 'today', component: TodayView },
  {
    path: '/v/:view',
    name: 'view',
    component: () => import('./views/DeclaredView.vue'),
    props: true,
  },
  {
    path: '/r/:type/new',
    name: 'new',
    component: () => import('./views/record-form/NewRecordView.vue'),
    props: true,
  },
  {
    path: '/r/:type/:id',
    name: 'record',
    component: () => import('./views/record/RecordView.vue'),
    props: true,
  },
  {
    path: '/r/:type/:id/edit/:mode',
    name: 'edit',
    component: () => import('./views/record-form/EditRecordView.vue'),
    props: true,
  },
  {
    path: '/runs/:view/differences',
    name: 'differences',
    component: () => import('./views/run/DifferencesView.vue'),
    props: true,
  },
  {
    path: '/runs/:view/:id',
    name: 'run',
    component: () => import('./views/run/RunView.vue'),
    props: true,
  },
  {
    path: '/import/:type',
    name: 'import-new',
    component: () => import('./views/import/ImportView.vue'),
    props: true,
  },
  {
    path: '/import/:type/:id',
    name: 'import',
    component: () => import('./views/import/ImportView.vue'),
    props: true,
  },
  {
    path: '/proposals',
    name: 'proposals',
    component: () => import('./views/proposals/ProposalsView.vue'),
  },
  {
    path: '/proposals/:id',
    name: 'proposal',
    component: () => import('./views/proposals/ProposalView.vue'),
    props: true,
  },
  {
    path: '/statistics',
    name: 'statistics',
    component: () => import('./views/statistics/StatisticsView.vue'),
  },
  { path: '/rules', name: 'rules', component: () => import('./views/rules/RulesView.vue') },
  {
    path: '/rules/:id',
    name: 'rule',
    component: () => import('./views/rules/RuleView.vue'),
    props: true,
  },
  {
    path: '/parameters/:name',
    name: 'parameter',
    component: () => import('./views/rules/ParameterView.vue'),
    props: true,
  },
  {
    path: '/drafts/new',
    name: 'draft-new',
    component: () => import('./views/draft/EditDraftView.vue'),
  },
  {
    path: '/drafts/model',
    name: 'draft-model',
    component: () => import('./views/model/EditModelView.vue'),
  },
  {
    path: '/drafts/:id',
    name: 'draft',
    component: () => import('./views/draft/DraftView.vue'),
    props: true,
  },
  {
    path: '/drafts/:id/simulation',
    name: 'simulation',
    component: () => import('./views/simulation/SimulationView.vue'),
    props: true,
  },
  { path: '/regions', name: 'regions', component: () => import('./views/regions/RegionsView.vue') },
  {
    path: '/accounts',
    name: 'accounts',
    component: () => import('./views/accounts/AccountsView.vue'),
  },
  { path: '/log', name: 'log', component: () => import('./views/log/LogView.vue') },
  {
    path: '/access-log',
    name: 'access_log',
    component: () => import('./views/log/AccessLogView.vue'),
  },
  {
    path: '/holidays',
    name: 'holidays',
    component: () => import('./views/holidays/HolidaysView.vue'),
  },
  { path: '/system', name: 'system', component: () => import('./views/system/SystemView.vue') },
  {
    path: '/print/r/:type/:id',
    name: 'print-record',
    component: () => import('./views/print/PrintRecordView.vue'),
    props: true,
    meta: { bare: true },
  },
  {
    path: '/print/runs/:view/:id',
    name: 'print-run',
    component: () => import('./views/print/PrintRunView.vue'),
    props: true,
    meta: { bare: true },
  },
  { path: '/:rest(.*)*', name: 'lost', component: () => import('./views/LostView.vue') },
]

export const router = createRouter({
  history: createWebHashHistory(),
  routes,
  scrollBehavior: (_to, _from, kept) => kept ?? { top: 0 },
})

router.beforeEach(async (to) => {
  const signedIn = await resume().catch(() => false)
  if (to.meta.open)
    return signedIn && !state.session?.account.must_change_password ? { name: 'today' } : true
  if (!signedIn) return { name: 'sign-in', query: to.fullPath === '/' ? {} : { then: to.fullPath } }
  if (state.session?.account.must_change_password && to.name !== 'password')
    return { name: 'password' }
  return true
})

// A new page begins at its heading, for those who read with their ears.
router.afterEach((to, from) => {
  if (to.path === from.path || !from.name) return
  setTimeout(
    () => document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true }),
    50,
  )
})
