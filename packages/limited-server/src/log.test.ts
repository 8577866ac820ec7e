import { expect, test } from 'vitest'
import { goLogger, onceAMinute } from './log.ts'
import { ManualClock } from './manual-clock.ts'

test('goLogger() puts the local date and time before the message', () => {
  const clock = new ManualClock()
  const lines: string[] = []
  goLogger((line) => lines.push(line), clock)('listening')
  const now = new Date(clock.epochMs())
  expect(lines).toEqual([`2026/11/${now.getDate()} ${now.toTimeString().slice(0, 8)} listening`])
})

test('onceAMinute() lets the first message through, and the next one after more than a minute', () => {
  const clock = new ManualClock()
  const messages: string[] = []
  const log = onceAMinute((message) => messages.push(message), clock)
  log('first')
  clock.advance(60_000)
  log('too early')
  clock.advance(1)
  log('second')
  expect(messages).toEqual(['first', 'second'])
})
