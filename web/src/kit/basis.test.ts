import assert from 'node:assert/strict'
import { test } from 'node:test'
import { knownBasis, weakest } from './basis'

const of = (...classes: string[]) => classes.map((each) => ({ class: each, text: '' }))

test('a step shows the weakest of its sources', () => {
  assert.equal(weakest(of('official', 'example', 'repost')), 'example')
  assert.equal(weakest(of('official', 'repost')), 'repost')
  assert.equal(weakest(of('official')), 'official')
})
test('a step without a source shows none', () => assert.equal(weakest([]), null))
test('a class that nobody knows does not pass for a document', () => {
  assert.equal(knownBasis('ministry'), 'example')
})
