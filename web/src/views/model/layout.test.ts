import assert from 'node:assert/strict'
import { test } from 'node:test'
import { boxes, levels, type Part } from './layout'

const part = (id: string, needs: string[] = [], kind = 'decision'): Part => ({
  id,
  kind,
  needs: needs.map((need) => ({ id: need, by: `${id}-${need}` })),
})
const parts = [
  part('top', ['middle', 'age']),
  part('middle', ['age', 'elsewhere']),
  part('age', [], 'inputData'),
]

test('what is needed stands below what needs it', () => {
  const found = levels(parts)
  assert.deepEqual([found.get('age'), found.get('middle'), found.get('top')], [0, 1, 2])
  const place = boxes(parts)
  assert.ok(place.get('top')!.y < place.get('middle')!.y)
  assert.ok(place.get('middle')!.y < place.get('age')!.y)
})
test('parts of one row do not touch, and a circle ends', () => {
  const row = boxes([part('a'), part('b'), part('c', [], 'inputData')])
  const [a, b, c] = ['a', 'b', 'c'].map((id) => row.get(id)!)
  assert.ok(a!.x + a!.width < b!.x && b!.x + b!.width < c!.x)
  assert.equal(levels([part('a', ['b']), part('b', ['a'])]).size, 2)
})
