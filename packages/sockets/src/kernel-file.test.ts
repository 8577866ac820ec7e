import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { KernelFile } from './kernel-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'kernel-file-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('KernelFile', () => {
  test('reads the whole content each time, in a buffer that grows', () => {
    const path = join(folder, 'table')
    writeFileSync(path, 'first')
    using file = new KernelFile(path, 4)
    expect(file.read().toString()).toBe('first')
    const longer = 'second, and longer '.repeat(100)
    writeFileSync(path, longer)
    expect(file.read().toString()).toBe(longer)
    writeFileSync(path, 'third')
    expect(file.read().toString()).toBe('third')
  })

  test('throws if the file cannot be opened', () => {
    expect(() => new KernelFile(join(folder, 'nothing'))).toThrow('ENOENT')
  })
})
