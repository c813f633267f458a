// Fails when a word is missing in a language, is used but not there, is there but not used, or
// stands in a template instead of in locales/.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const root = new URL('../src/', import.meta.url).pathname

function below(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? below(join(folder, entry.name)) : [join(folder, entry.name)],
  )
}

/// The keys of a locale file, read from its text: the objects hold nothing but words.
function keysOf(name) {
  const text = readFileSync(join(root, 'locales', name), 'utf8')
  const body = text.slice(
    text.indexOf('= {') >= 0 ? text.indexOf('= {') + 2 : text.indexOf('default {') + 8,
  )
  const end = body.lastIndexOf('\n}')
  const words = new Function(`return (${body.slice(0, end + 2)})`)()
  const flat = new Map()
  const walk = (node, path) => {
    for (const [key, value] of Object.entries(node))
      if (typeof value === 'object') walk(value, [...path, key])
      else flat.set([...path, key].join('.'), value)
  }
  walk(words, [])
  return flat
}

const problems = []
const [zh, en] = [keysOf('zh.ts'), keysOf('en.ts')]
for (const key of zh.keys()) if (!en.get(key)) problems.push(`locales/en.ts: ${key} is missing`)
for (const key of en.keys()) if (!zh.get(key)) problems.push(`locales/zh.ts: ${key} is missing`)
const holes = (text) => (text.match(/\{\w+\}/g) ?? []).sort().join()
for (const [key, text] of zh)
  if (en.has(key) && holes(text) !== holes(en.get(key)))
    problems.push(`locales: ${key} does not take the same values in both languages`)
for (const [key, text] of en)
  if (/[\u3400-\u9fff]/.test(text) && key !== 'shell.other_language')
    problems.push(`locales/en.ts: ${key} is Chinese`)

const used = new Set()
const prefixes = new Set()
for (const path of below(root)) {
  const name = relative(root, path)
  if (
    !/\.(vue|ts)$/.test(name) ||
    name.endsWith('.test.ts') ||
    name.startsWith('locales/zh') ||
    name.startsWith('locales/en')
  )
    continue
  const text = readFileSync(path, 'utf8')
  for (const match of text.matchAll(/['"`]([a-z_]+(?:\.[a-z0-9_]+)+)['"`]/g)) used.add(match[1])
  for (const match of text.matchAll(/\bt\(\s*`([a-z_.]+)\$\{/g)) prefixes.add(match[1])
  for (const match of text.matchAll(/\bt\(\s*'([^']+)'/g))
    if (!zh.has(match[1])) problems.push(`${name}: the word ${match[1]} is in no locale`)
  // How a date is written is not a word: 2026年1月5日 is made in kit/date.ts only.
  if (name === 'kit/date.ts') continue
  const spoken = text.replace(/<!--[\s\S]*?-->/g, '').split('\n')
  spoken.forEach((line, index) => {
    const code = line
      .replace(/(^|\s)\/\/.*$/, '')
      .replace(/^\s*\*.*$/, '')
      .replace(/\/\*.*?\*\//g, '')
    if (
      /[\u3400-\u9fff]/.test(code) &&
      !/\/.*[\u3400-\u9fff].*\//.test(code) &&
      !code.includes("'、'")
    )
      problems.push(`${name}:${index + 1}: a Chinese word outside locales/`)
  })
}
for (const key of zh.keys())
  if (!used.has(key) && ![...prefixes].some((prefix) => key.startsWith(prefix)))
    problems.push(`locales: nobody says ${key}`)

for (const problem of problems) console.error(problem)
console.log(`${zh.size} words in 2 languages, ${problems.length} problems`)
process.exit(problems.length ? 1 : 0)
