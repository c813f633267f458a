// node equal.mjs PORT PORT COOKIE PATHS_FILE: asks both servers for the same paths and compares what
// they say, key order aside. Ends with 1 and the first difference where they disagree.
import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'

const [ours, peer, cookie, file] = process.argv.slice(2)
const paths = readFileSync(file, 'utf8').trim().split('\n')
const step = Math.max(1, Math.floor(paths.length / 100))

async function ask(port, path) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { cookie } })
  if (!response.ok) throw new Error(`${port} ${path}: ${response.status} ${await response.text()}`)
  return response.json()
}

for (let index = 0; index < paths.length; index += step) {
  const [one, other] = await Promise.all([ask(ours, paths[index]), ask(peer, paths[index])])
  if (isDeepStrictEqual(one, other)) continue
  console.error(`${paths[index]} differs:\n${JSON.stringify(one)}\n${JSON.stringify(other)}`)
  process.exit(1)
}
console.error(`${Math.ceil(paths.length / step)} answers are equal`)
