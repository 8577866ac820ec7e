import { closeSync, openSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { descriptorLimits, openDescriptors } from './descriptors.ts'

const self = { name: 'self', pid: process.pid }
const ended = { name: 'ended', pid: 2 ** 30 }

describe.runIf(process.platform === 'linux')('file descriptors', () => {
  test('are counted for each process that is there', () => {
    const before = openDescriptors([self, ended])
    const files = Array.from({ length: 50 }, () => openSync('/dev/null', 'r'))
    const now = openDescriptors([self, ended])
    for (const file of files) closeSync(file)
    expect(Object.keys(now)).toEqual(['self'])
    expect((now.self ?? 0) - (before.self ?? 0)).toBeGreaterThanOrEqual(45)
  })

  test('have a limit for each process that is there', () => {
    const limits = descriptorLimits([self, ended])
    expect(Object.keys(limits)).toEqual(['self'])
    expect(limits.self).toBeGreaterThan(100)
  })
})
