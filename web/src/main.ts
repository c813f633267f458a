import { createApp } from 'vue'
import App from './App.vue'
import { announce } from './kit/announce'
import { i18n, startLanguage } from './locales'
import { router } from './router'
import './tokens.css'
import './base.css'

// A page left open over an upgrade asks for files that are gone: take the new page, once. Without a
// network it would be lost: say so and stay.
window.addEventListener('vite:preloadError', async () => {
  const answers = await fetch('healthz').then(
    (response) => response.ok,
    () => false,
  )
  if (!answers) return announce(i18n.global.t('error.page_offline'), 'problem')
  if (sessionStorage.getItem('reloaded') === location.hash) return
  sessionStorage.setItem('reloaded', location.hash)
  location.reload()
})

void startLanguage().then(() => createApp(App).use(i18n).use(router).mount('#app'))
