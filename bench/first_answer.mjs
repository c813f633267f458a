// node first_answer.mjs PORT PROGRAM ARGUMENT…: starts the program, prints the milliseconds until
// GET /healthz is answered, ends it.
import { spawn } from 'node:child_process'
import { get } from 'node:http'

const [port, program, ...rest] = process.argv.slice(2)
const begin = performance.now()
const child = spawn(program, rest, { stdio: 'ignore' })

function ask() {
  const request = get({ host: '127.0.0.1', port, path: '/healthz', agent: false }, (response) => {
    response.resume()
    response.on('end', () => {
      console.log((performance.now() - begin).toFixed(0))
      child.kill('SIGTERM')
    })
  })
  request.on('error', () => setTimeout(ask, 2))
}
child.on('exit', (status) => process.exit(status ?? 0))
ask()
