import { describe, expect, test } from 'vitest'
import { Stop } from './stop.ts'

describe('Stop', () => {
  test('tells all who still listen, once, and stays aborted', () => {
    const stop = new Stop()
    const told: string[] = []
    const first = () => told.push('first')
    const second = { handleEvent: () => told.push('second') }
    const gone = () => told.push('gone')
    for (const listener of [first, second, gone, first]) stop.addEventListener('abort', listener)
    stop.removeEventListener('abort', gone)
    expect(stop.aborted).toBe(false)
    stop.abort()
    stop.abort()
    expect(told).toEqual(['first', 'second'])
    expect(stop.aborted).toBe(true)
  })

  test('tells all who listen although one of them leaves and another comes meanwhile', () => {
    const stop = new Stop()
    const told: string[] = []
    const late = () => told.push('late')
    const last = () => told.push('last')
    stop.addEventListener('abort', () => {
      told.push('first')
      stop.removeEventListener('abort', last)
      stop.addEventListener('abort', late)
    })
    stop.addEventListener('abort', last)
    stop.abort()
    expect(told).toEqual(['first', 'last'])
  })
})
