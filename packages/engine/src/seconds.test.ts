import { type Metrics, Recorder } from '@loadrun/metrics'
import { describe, expect, test } from 'vitest'
import { Seconds } from './seconds.ts'
import { SecondsOfAll } from './seconds-of-all.ts'

function cut(act: (seconds: Seconds, recorder: Recorder) => void): readonly Metrics[] {
  const handed: Metrics[] = []
  const recorder = new Recorder()
  const atOnce = (step: () => void) => step()
  act(new Seconds(recorder, (metrics) => handed.push(metrics), atOnce), recorder)
  return handed
}

function spans(list: readonly Metrics[]) {
  return list.map(({ fromMs, toMs }) => [fromMs, toMs])
}

describe('Seconds', () => {
  test('hands a second out once time has passed its end, and the rest at the end', () => {
    const handed = cut((seconds) => {
      for (const nowMs of [10, 999, 1000, 1400, 2000.5]) seconds.reach(nowMs)
      seconds.finish(2300)
    })
    expect(spans(handed)).toEqual([
      [0, 1000],
      [1000, 2000],
      [2000, 2300],
    ])
  })

  test('leaves none out when time jumps', () => {
    const handed = cut((seconds, recorder) => {
      recorder.generator.used(5)
      seconds.reach(3100)
      seconds.finish(3100)
    })
    expect(spans(handed)).toEqual([
      [0, 1000],
      [1000, 2000],
      [2000, 3000],
      [3000, 3100],
    ])
    expect(handed.map(({ generator }) => generator.cpuMs)).toEqual([5, 0, 0, 0])
  })
})

describe('SecondsOfAll', () => {
  const [first, second, third] = cut((seconds) => seconds.reach(3000))

  function told(act: (all: SecondsOfAll, each: readonly [Metrics, Metrics, Metrics]) => void) {
    const heard: Metrics[] = []
    if (first === undefined || second === undefined || third === undefined) throw new Error('Three seconds are needed')
    act(new SecondsOfAll(2, (metrics) => heard.push(metrics)), [first, second, third])
    return spans(heard)
  }

  test('waits with each second for the slowest worker', () => {
    const heard = told((all, [one, two]) => {
      all.add(0, one)
      all.add(0, two)
      all.add(1, one)
    })
    expect(heard).toEqual([[0, 1000]])
  })

  test('does not wait for a worker that has ended', () => {
    const heard = told((all, [one, two, three]) => {
      all.add(0, one)
      all.add(1, one)
      all.add(0, two)
      all.add(0, three)
      all.end(1)
      all.end(0)
    })
    expect(heard).toEqual([
      [0, 1000],
      [1000, 2000],
      [2000, 3000],
    ])
  })
})
