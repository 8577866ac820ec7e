import { type Metrics, Recorder } from '@loadrun/metrics'
import type { Tags, Threshold } from '@loadrun/plan'
import { describe, expect, test } from 'vitest'
import { incidentRun } from '../testing/incident.ts'
import { seenTagsText } from './seen-tags.ts'

const [any] = incidentRun({ durationMs: 30_000 }).plan.thresholds
if (any === undefined) throw new Error('The plan must have a threshold')

const on = (tags: Tags, metric?: string): Threshold => {
  const narrowed = { ...any, selector: { tags } }
  return metric === undefined ? narrowed : { ...narrowed, metric: 'own', own: { name: metric, kind: 'counter' } }
}

function totalOf(...given: readonly Tags[]): Metrics {
  const recorder = new Recorder()
  for (const [place, tags] of given.entries()) {
    const step = recorder.request('buyers', `GET / ${place}`, { name: 'GET /', tags })
    step.check('is found', true, { weight: 'light' })
  }
  recorder.custom.add({ name: 'errors', kind: 'counter', isTime: false }, 1, 0, { type: 'a', scenario: 'buyers' })
  recorder.take(1000)
  return recorder.total()
}

describe('seenTagsText()', () => {
  const total = totalOf({ page: 'list', team: 'shop' }, { page: 'item' })

  test.each([
    ['other values of a name', on({ page: 'itm' }), 'Tags that scripts gave: page:item, page:list.'],
    [
      'all tags where nothing had one of that name',
      on({ pgae: 'item' }),
      'Tags that scripts gave: page:item, page:list, team:shop, weight:light.',
    ],
    ['those of the metric', on({ type: 'b' }, 'errors'), 'Tags that scripts gave: type:a.'],
    ['nothing where tags are not the reason', on({ page: 'item', weight: 'light' }), undefined],
    ['nothing of a threshold without tags', any, undefined],
  ])('tells %s', (_what, without, said) => {
    expect(seenTagsText([without], total)).toBe(said)
  })

  test('tells no more than one looks through', () => {
    const many = totalOf(...Array.from({ length: 50 }, (_, item) => ({ item: String(item) })))
    expect(seenTagsText([on({ item: 'x' })], many)?.split(', ')).toHaveLength(21)
  })
})
