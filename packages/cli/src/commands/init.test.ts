import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { UserError } from '../exit-codes.ts'
import { init } from './init.ts'

const folder = mkdtempSync(join(tmpdir(), 'loadrun-init-'))
afterAll(() => rmSync(folder, { recursive: true }))

const terminal = {
  color: false,
  width: 80,
  print: () => undefined,
  error: () => undefined,
  progress: () => undefined,
  endProgress: () => undefined,
  write: () => undefined,
}

describe('init()', () => {
  test('writes a scenario that is valid, with what was given', async () => {
    const file = join(folder, 'new/load.yaml')
    await init(
      file,
      { force: false, target: 'https://shop.test', rate: '600/m', path: '/items?q=a b' },
      terminal,
    ).catch((error: unknown) => expect(error).toBeInstanceOf(UserError))
    expect(await init(file, { force: false, target: 'https://shop.test', rate: '600/m' }, terminal)).toBe(0)
    expect(readFileSync(file, 'utf8')).toMatch(/target: https:\/\/shop\.test\n[\s\S]*rate: 600\/m\n[\s\S]*get: \/\n/)
  })

  test('leaves a file alone that is there, but for --force', async () => {
    const file = join(folder, 'mine.yaml')
    writeFileSync(file, 'mine')
    await expect(init(file, { force: false }, terminal)).rejects.toThrow('it is there already (--force replaces it)')
    expect(readFileSync(file, 'utf8')).toBe('mine')
    await init(file, { force: true }, terminal)
    expect(readFileSync(file, 'utf8')).toContain('target: http://127.0.0.1:3000')
  })

  test('says what is wrong with what was given, and writes nothing', async () => {
    const file = join(folder, 'wrong.yaml')
    await expect(init(file, { force: false, duration: 'long' }, terminal)).rejects.toThrow('duration cannot be long')
    expect(() => readFileSync(file)).toThrow()
  })
})
