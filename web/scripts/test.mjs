// Runs every src/**/*.test.ts. The sources are bundled first, because not every node that
// builds this page can read TypeScript by itself.
import { readdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { build } from 'vite'

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..')

function testsBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return testsBelow(path)
    return entry.name.endsWith('.test.ts') ? [path] : []
  })
}

const sources = testsBelow(join(root, 'src'))
const out = join(root, 'node_modules', '.cache', 'tests')
rmSync(out, { recursive: true, force: true })
await build({
  root,
  logLevel: 'warn',
  // Its model of DMN is JSON, which node reads only when told so.
  ssr: { noExternal: ['dmn-moddle'] },
  build: {
    ssr: true,
    outDir: out,
    emptyOutDir: true,
    rollupOptions: {
      input: Object.fromEntries(
        sources.map((path) => [
          path
            .slice(root.length + 5)
            .replaceAll('/', '_')
            .slice(0, -3),
          path,
        ]),
      ),
      output: { entryFileNames: '[name].mjs', chunkFileNames: 'shared/[name].mjs' },
    },
  },
})

const counts = { passed: 0, failed: 0 }
const files = readdirSync(out)
  .filter((name) => name.endsWith('.test.mjs'))
  .map((name) => join(out, name))
if (files.length !== sources.length) {
  console.error(`${sources.length} test files, ${files.length} built`)
  process.exit(1)
}
const stream = run({ files, concurrency: 1 })
const isFile = (event) => files.includes(event.name) || event.details?.type === 'suite'
stream.on('test:pass', (event) => {
  if (!isFile(event)) counts.passed += 1
})
stream.on('test:fail', (event) => {
  counts.failed += 1
  process.exitCode = 1
  void event
})
stream.on('end', () => console.log(`${counts.passed} passed, ${counts.failed} failed`))
stream.compose(new spec()).pipe(process.stdout)
