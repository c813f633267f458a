// Runs the test files one after the other against copies of one demo city.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'

const here = new URL('.', import.meta.url).pathname
const wanted = process.argv.slice(2)
const files = readdirSync(here)
  .filter(
    (name) =>
      name.endsWith('.test.mjs') && (!wanted.length || wanted.some((each) => name.includes(each))),
  )
  .map((name) => join(here, name))

let demo = null
if (!process.env.JIZHI_URL && !process.env.JIZHI_DEMO_DATA) {
  demo = mkdtempSync(join(tmpdir(), 'jizhi-demo-'))
  const binary = process.env.JIZHI_BINARY ?? join(here, '../../build/release/jizhi')
  console.log('Making the demo city')
  execFileSync(binary, ['demo', '--data', demo], { stdio: 'inherit' })
  process.env.JIZHI_DEMO_DATA = demo
}

const counts = { passed: 0, failed: 0 }
const stream = run({ files, concurrency: 1 })
const isFile = (event) => files.includes(event.name) || event.details?.type === 'suite'
stream.on('test:pass', (event) => {
  if (!isFile(event) && event.skip === undefined) counts.passed += 1
})
stream.on('test:fail', (event) => {
  if (!isFile(event)) counts.failed += 1
  process.exitCode = 1
})
stream.on('end', () => {
  if (demo) rmSync(demo, { recursive: true, force: true })
  setTimeout(() => console.log(`${counts.passed} passed, ${counts.failed} failed`), 50)
})
stream.compose(new spec()).pipe(process.stdout)
