import type { RunResult } from '@loadrun/metrics'
import { describe, expect, test } from 'vitest'
import { judge } from '../gate/judge.ts'
import { type MadeUp, measuredRun } from '../testing/measured.ts'
import { compareSides } from './compare-sides.ts'

function sideOf(name: string, made: MadeUp): { name: string; runs: readonly RunResult[] } {
  const measured = measuredRun(made)
  return { name, runs: [{ version: 1, ...measured, judgement: judge(measured) }] }
}

function found(before: MadeUp, after: MadeUp): string {
  const { findings } = compareSides([sideOf('before', before), sideOf('after', after)])
  return findings.map(({ sentence }) => sentence).join('\n')
}

const timeWait = (most: number) => [{ from: { TIME_WAIT: most / 2 } }, { from: { TIME_WAIT: most } }]
const refusing = {
  server: [{ accepted: 300, rejected: 100, slotsInUse: 100 }],
  ok: 50,
  failures: [{ text: 'no', count: 50 }],
}
const serving = { server: [{ accepted: 400 }], ok: 100 }

describe('the findings of a comparison', () => {
  test('say that the refusals ended, and that TIME_WAIT was a symptom when it did not fall with them', () => {
    const text = found({ ...refusing, leg: timeWait(2000) }, { ...serving, leg: timeWait(2400) })
    expect(text).toContain('before → after: server refused 25 % → 0 % of what came to its limit. The refusals ended.')
    expect(text).toContain(
      'went 2,000 → 2,400. It did not fall although the refusals ended: it was a symptom, not the cause.',
    )
  })

  test('do not call TIME_WAIT a symptom when nothing got better', () => {
    expect(found({ ...refusing, leg: timeWait(2000) }, { ...refusing, leg: timeWait(2400) })).not.toContain('symptom')
  })

  test('name where TIME_WAIT moved, instead of telling each end’s own story', () => {
    const onServer = [{ to: { TIME_WAIT: 2000 } }]
    const text = found({ ...refusing, leg: timeWait(2000) }, { ...refusing, leg: onServer })
    expect(text).toContain(
      'before → after: TIME_WAIT moved: middleware on middleware → server 2,000 → 0; server on middleware → server 0 → 2,000. ' +
        'Who closes first keeps it.',
    )
    expect(text).not.toContain('side of middleware → server went')
    expect(found({ ...refusing, leg: timeWait(2000) }, { ...refusing, leg: timeWait(900) })).not.toContain('moved')
  })

  test('bring along why a timeout freed nothing', () => {
    const middleware = { upstreamRequests: 200, upstreamTimeouts: 20 }
    const text = found(refusing, { ...refusing, middleware, middlewareKeys: ', timeout: 1s' })
    expect(text).toContain('after: middleware’s timeout of 1 s ended 20 of 200 upstream requests (10 %).')
    expect(text).toContain('none of them freed its slot any earlier')
  })

  test('say that runs of one each leave the noise between runs unknown', () => {
    expect(found(refusing, serving)).toContain('Each side ran once.')
  })
})
