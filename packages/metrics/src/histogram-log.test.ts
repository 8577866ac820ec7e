import { HistogramLogReader } from 'hdr-histogram-js'
import { expect, test } from 'vitest'
import { histogramLog } from './histogram-log.ts'
import { Recorder } from './recorder.ts'

test('histogramLog() is read back by HdrHistogram’s own reader, second by second and by tag', () => {
  const recorder = new Recorder()
  const intervals = [1, 2, 3].map((second) => {
    for (let request = 0; request < second * 10; request++) {
      const sentMs = (second - 1) * 1000
      const failure =
        request === 0
          ? { cause: 'other' as const, text: '', fromServer: false, headers: {}, body: '', connection: undefined }
          : undefined
      recorder.request('a', 'b').record({
        ...{ dueMs: sentMs, sentMs, startedMs: sentMs, firstByteMs: sentMs + 1, endMs: sentMs + second * 100 },
        ...{ setup: undefined, sendingMs: 0, status: 200, bytesSent: 1, bytesReceived: 1, failure },
      })
    }
    return recorder.take(second * 1000)
  })
  const reader = new HistogramLogReader(histogramLog({ intervals, startedAt: '2026-11-20T09:30:00.000Z' }))
  const read = []
  for (let next = reader.nextIntervalHistogram(); next !== null; next = reader.nextIntervalHistogram()) {
    read.push([next.tag, next.totalCount, Math.round(next.getValueAtPercentile(50) / 10_000) * 10])
  }
  expect(read).toEqual([
    ['ok', 9, 100],
    ['failed', 1, 100],
    ['ok', 19, 200],
    ['failed', 1, 200],
    ['ok', 29, 300],
    ['failed', 1, 300],
  ])
  expect(reader.startTimeSec).toBe(Date.parse('2026-11-20T09:30:00.000Z') / 1000)
})
