import assert from 'node:assert/strict'
import { test } from 'node:test'
import { effectScope, ref } from 'vue'
import { useLasting } from './load'

test('only what lasts is told, and no longer than it lasts', (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] })
  const scope = effectScope()
  scope.run(() => {
    const going = ref(false)
    const lasting = useLasting(going)
    going.value = true
    context.mock.timers.tick(100)
    going.value = false
    context.mock.timers.tick(1000)
    assert.equal(lasting.value, false)

    going.value = true
    context.mock.timers.tick(1000)
    assert.equal(lasting.value, true)
    going.value = false
    assert.equal(lasting.value, false)
  })
  scope.stop()
})
