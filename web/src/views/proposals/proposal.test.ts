import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Proposal, View } from '@/api/types'
import { knownState, subjectPath } from './proposal'

const title = { zh: '甲', en: 'A' }
const proposal = (more: object) =>
  ({
    id: 'p',
    kind: 'k',
    title,
    state: 'open',
    made_by: { id: 'u2', name: '李某' },
    made_at: '',
    ...more,
  }) as Proposal
const views: View[] = [{ id: 'month', kind: 'decision_run', title }]

test('a proposal leads to what it is about', () => {
  assert.equal(
    subjectPath(proposal({ subject_type: 'month', subject_id: 'r1' }), views),
    '/runs/month/r1',
  )
  assert.equal(subjectPath(proposal({ subject_type: 'one', subject_id: 'u1' }), views), '/r/one/u1')
  assert.equal(subjectPath(proposal({ view: 'month', target: 'r1' }), views), '/runs/month/r1')
  const draft = proposal({ subject_type: 'draft', subject_id: 'd1' })
  assert.equal(subjectPath(draft, views), '/drafts/d1')
  assert.equal(subjectPath(proposal({}), views), null)
})
test('an unknown state is open', () => assert.equal(knownState('odd'), 'open'))
