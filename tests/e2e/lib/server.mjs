// The program under test: a data folder of its own, the demo city, a port that is free.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../../..')
const binary = process.env.JIZHI_BINARY ?? join(root, 'build/release/jizhi')

function freePort() {
  return new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => done(port))
    })
  })
}

async function answers(url, child) {
  for (let tries = 0; tries < 300; tries += 1) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`)
    const ok = await fetch(`${url}healthz`).then(
      (response) => response.ok,
      () => false,
    )
    if (ok) return
    await new Promise((next) => setTimeout(next, 100))
  }
  throw new Error('the server does not answer')
}

/// { url, stop }. The demo city is made once for all test files of a run (JIZHI_DEMO_DATA).
export async function startServer() {
  if (process.env.JIZHI_URL) return { url: process.env.JIZHI_URL, stop: () => {} }
  if (!existsSync(binary)) throw new Error(`${binary} is not there: build it first`)
  const data = mkdtempSync(join(tmpdir(), 'jizhi-e2e-'))
  if (process.env.JIZHI_DEMO_DATA)
    execFileSync('cp', ['-a', `${process.env.JIZHI_DEMO_DATA}/.`, data])
  else execFileSync(binary, ['demo', '--data', data], { stdio: 'inherit' })
  const port = await freePort()
  const child = spawn(binary, ['serve', '--data', data, '--listen', `127.0.0.1:${port}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const url = `http://127.0.0.1:${port}/`
  await answers(url, child)
  return {
    url,
    stop: async () => {
      const ended = new Promise((done) => child.once('exit', done))
      child.kill('SIGTERM')
      await ended
      rmSync(data, { recursive: true, force: true })
    },
  }
}

/// The demo accounts by login, as the sign-in page offers them.
export async function demoAccounts(url) {
  const list = await (await fetch(`${url}api/v1/demo-accounts`)).json()
  return Object.fromEntries(list.map((account) => [account.login, account]))
}
