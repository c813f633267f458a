// The decisions of bench_decisions on @bpmn-io/feelin and @hbtgmbh/dmn-eval-js: the same models and
// inputs, from the folder that it wrote. Writes their answers there and prints a JSON line for each
// thing measured.   node decisions.mjs FOLDER
import { createRequire } from 'node:module'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

const require = createRequire(import.meta.url)
const folder = process.argv[2]
const text = (name) => readFileSync(join(folder, name), 'utf8')
const cases = (name) => text(name).trim().split('\n').map((line) => JSON.parse(line))

/** feelin parses at each call; its closures can be kept only with what it does not export. */
async function cachedFeelin() {
  const dist = dirname(require.resolve('@bpmn-io/feelin'))
  const copy = join(dist, 'opened.mjs')
  writeFileSync(
    copy,
    readFileSync(join(dist, 'index.js'), 'utf8') + '\nexport { Interpreter, InterpreterContext }\n'
  )
  const { Interpreter, InterpreterContext } = await import(pathToFileURL(copy).href)
  const interpreter = new Interpreter()
  const context = new InterpreterContext()
  return {
    forget: () => (context.warnings.length = 0),
    expression: (source, names) => interpreter.evaluate(source, names, undefined, context).root,
    unaryTests: (source, value = null) =>
      interpreter.unaryTest(source, {}, undefined, context).root({ '?': value })
  }
}

/** Calls of `one` for each input in a second of this thread, the best of some rounds. */
function perSecond(inputs, one) {
  let best = 0
  for (let round = 0; round < 12; ++round) {
    const cpu = process.cpuUsage()
    const began = performance.now()
    let done = 0
    do {
      for (const input of inputs) one(input)
      done += inputs.length
    } while (performance.now() - began < 250)
    const used = process.cpuUsage(cpu)
    const seconds = Math.min((performance.now() - began) / 1e3, (used.user + used.system) / 1e6)
    best = Math.max(best, done / seconds)
  }
  return Math.round(best)
}

function measure(what, inputs, one, answers) {
  writeFileSync(
    join(folder, answers),
    inputs.map((input) => JSON.stringify(one(input) ?? null) + '\n').join('')
  )
  console.log(JSON.stringify({ what, per_second: perSecond(inputs, one) }))
}

const unescaped = (cell) => cell.replaceAll('&lt;', '<')
const inner = (xml, element) =>
  [...xml.matchAll(new RegExp(`<${element}[ >][\\s\\S]*?</${element}>`, 'g'))].map((match) =>
    unescaped(/<text>([\s\S]*?)<\/text>/.exec(match[0])?.[1] ?? match[0])
  )

/** The rules of the table as texts. */
function rules(xml) {
  return [...xml.matchAll(/<rule [\s\S]*?<\/rule>/g)].map((match) => ({
    cells: inner(match[0], 'inputEntry'),
    output: inner(match[0], 'outputEntry')[0]
  }))
}

const columns = ['kind', 'years', 'score', 'member']
const table = rules(text('small.dmn'))
const inputs = cases('small.jsonl')
const feelin = await cachedFeelin()

// Each cell's test made once; each rule as far as its cells match. A boolean cell is an expression
// over `?`, which it takes when it is made: one is made for each of the two.
const testOf = (cell) => {
  if (cell === '-') return null
  if (cell !== 'true' && cell !== 'false') return feelin.unaryTests(cell)
  const source = `? = ${cell}`
  const [yes, no] = [true, false].map((value) => feelin.unaryTests(source, value))
  return (value) => (value ? yes : no)(value)
}
const tests = table.map(({ cells, output }) => ({
  cells: cells.map(testOf),
  output: Number(output)
}))
const byCells = (input) => {
  feelin.forget()
  let found = null
  rule: for (const { cells, output } of tests) {
    for (let i = 0; i < cells.length; ++i)
      if (cells[i] !== null && cells[i](input[columns[i]]) !== true) continue rule
    if (found !== null) return null
    found = output
  }
  return found
}
measure('feelin cells', inputs, byCells, 'small.cells')

// The same table as one `if … then … else if …`, made once.
const condition = (cells) =>
  cells
    .map((cell, i) => {
      if (cell === '-') return null
      const bounds = /^\[(.*)\.\.(.*)([\])])$/.exec(cell)
      if (bounds)
        return `${columns[i]} >= ${bounds[1]} and ${columns[i]} ${bounds[3] === ']' ? '<=' : '<'} ${bounds[2]}`
      return /^[<>]/.test(cell) ? `${columns[i]} ${cell}` : `${columns[i]} = ${cell}`
    })
    .filter((test) => test !== null)
    .join(' and ')
const chain =
  table.map(({ cells, output }) => `if ${condition(cells)} then ${output} else `).join('') + 'null'
const byChain = feelin.expression(chain, inputs[0])
measure(
  'feelin chain',
  inputs,
  (input) => {
    feelin.forget()
    return byChain(input)
  },
  'small.chain'
)

const formula = text('expression.feel')
const formulaInputs = cases('expression.jsonl')
const byFormula = feelin.expression(formula, formulaInputs[0])
measure(
  'feelin expression',
  formulaInputs,
  (input) => {
    feelin.forget()
    // Its numbers are binary: rounded to the digits that the exact ones can have.
    return Number(byFormula(input).toFixed(4))
  },
  'expression.feelin'
)

require('loglevel').getLogger('dmn-eval-js').setLevel('error')
const { decisionTable } = require('@hbtgmbh/dmn-eval-js')
// It knows the namespace of DMN 1.1 only; the elements are the same.
const decisions = await decisionTable.parseDmnXml(
  text('small.dmn').replace(/xmlns="[^"]*"/, 'xmlns="http://www.omg.org/spec/DMN/20151101/dmn.xsd"')
)
measure(
  'dmn-eval-js',
  inputs,
  (input) => decisionTable.evaluateDecision('d', decisions, input)?.d,
  'small.eval'
)
