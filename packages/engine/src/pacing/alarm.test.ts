import { afterEach, describe, expect, test } from 'vitest'
import { Alarm } from './alarm.ts'
import { epochNowMs } from './clock.ts'

const open: Alarm[] = []
afterEach(async () => {
  for (const alarm of open.splice(0)) await alarm.close()
})

async function openAlarm(): Promise<Alarm> {
  const alarm = new Alarm()
  open.push(alarm)
  await alarm.ready
  return alarm
}

describe('Alarm', () => {
  test('never rings before its moment, however short the sleep', async () => {
    const alarm = await openAlarm()
    for (const sleepMs of [0, 0.01, 0.1, 0.3, 1, 3.7, 12]) {
      for (let time = 0; time < 20; time++) {
        const atMs = epochNowMs() + sleepMs
        await alarm.ringAt(atMs)
        expect(epochNowMs()).toBeGreaterThanOrEqual(atMs)
      }
    }
  })

  test('rings for each of several in the order of their moments', async () => {
    const alarm = await openAlarm()
    const startMs = epochNowMs()
    const rung: number[] = []
    const sleepsMs = [9, 3, 3, 0, 6, 1, 12, 6]
    await Promise.all(
      sleepsMs.map(async (sleepMs) => {
        await alarm.ringAt(startMs + sleepMs)
        rung.push(sleepMs)
      }),
    )
    expect(rung).toEqual(sleepsMs.toSorted((a, b) => a - b))
  })

  test('takes an earlier moment while it sleeps towards a later one', async () => {
    const alarm = await openAlarm()
    const startMs = epochNowMs()
    let laterHasRung = false
    const later = alarm.ringAt(startMs + 200).then(() => {
      laterHasRung = true
    })
    await alarm.ringAt(startMs + 5)
    expect(laterHasRung).toBe(false)
    await later
  })

  test('loses no ring of rows of moments that it knows of beforehand', async () => {
    const alarm = await openAlarm()
    const startMs = epochNowMs() + 5
    const rings = 300
    const gapsMs = [0.2, 0.5, 0.9]
    await Promise.all(
      gapsMs.map(async (gapMs) => {
        for (let ring = 0; ring < rings; ring++) {
          const atMs = startMs + ring * gapMs
          await alarm.ringAt(atMs, startMs + (ring + 1) * gapMs)
          expect(epochNowMs()).toBeGreaterThanOrEqual(atMs)
        }
      }),
    )
    // Each lost one would cost 50 ms; those of the longest row take a third of a second.
    expect(epochNowMs() - startMs).toBeLessThan((rings * 50) / 2)
  })

  test('is not kept from other moments by one that it was told of and nobody asks for', async () => {
    const alarm = await openAlarm()
    const startMs = epochNowMs()
    await alarm.ringAt(startMs + 5, startMs + 300)
    await alarm.ringAt(startMs + 10, startMs + 12)
    let lastHasRung = false
    const last = alarm.ringAt(startMs + 400).then(() => {
      lastHasRung = true
    })
    await alarm.ringAt(startMs + 20)
    expect(lastHasRung).toBe(false)
    await last
    expect(epochNowMs()).toBeGreaterThanOrEqual(startMs + 400)
  })
})
