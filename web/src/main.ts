import { createApp } from 'vue'
import App from './App.vue'
import { i18n, startLanguage } from './locales'
import { router } from './router'
import './tokens.css'
import './base.css'

// A page left open over an upgrade asks for files that are gone: take the new page, once.
window.addEventListener('vite:preloadError', () => {
  if (sessionStorage.getItem('reloaded') === location.hash) return
  sessionStorage.setItem('reloaded', location.hash)
  location.reload()
})

void startLanguage().then(() => createApp(App).use(i18n).use(router).mount('#app'))
