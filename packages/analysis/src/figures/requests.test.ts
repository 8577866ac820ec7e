import { expect, test } from 'vitest'
import { requestWindows } from '../comparison/windows.ts'
import { judge } from '../gate/judge.ts'
import { measuredRun } from '../testing/measured.ts'
import { goodputPerSecond } from './requests.ts'

test('goodput counts per second of the load, without the wait for the last answers', () => {
  const run = { ...measuredRun({ ok: 500 }), elapsedMs: 15_000 }
  expect(goodputPerSecond(run)).toBe(50)
  const windows = requestWindows({ ...run, version: 1, judgement: judge(run) })
  expect(windows?.counts.map((row) => row[3])).toEqual([10])
})

test('goodput of a load that ended early counts per second that it lasted', () => {
  expect(goodputPerSecond({ ...measuredRun({ ok: 500 }), elapsedMs: 5000 })).toBe(100)
})
