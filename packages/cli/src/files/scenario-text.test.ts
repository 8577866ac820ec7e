import { truncateSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { scenarioText } from './scenario-text.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loadrun-test-'))
})
afterAll(() => rm(folder, { recursive: true }))

test('scenarioText() is the text of a file, whatever is in it', () => {
  const file = join(folder, 'a.yaml')
  writeFileSync(file, 'target: größe\n')
  expect(scenarioText(file)).toEqual({ text: 'target: größe\n' })
})

test('scenarioText() reads no more of a file than a scenario can have', () => {
  const file = join(folder, 'long.yaml')
  writeFileSync(file, 'target: x\n')
  truncateSync(file, 5 * 2 ** 30)
  expect(scenarioText(file)).toEqual({ problem: 'it has more than the 8000000 bytes that a scenario can have' })
})

test('scenarioText() knows UTF-16 by its first bytes', () => {
  const file = join(folder, 'utf16.yaml')
  writeFileSync(file, Buffer.from('\ufefftarget: x', 'utf16le'))
  expect(scenarioText(file)).toEqual({ problem: 'it is text in UTF-16, and UTF-8 is wanted' })
})

test.each([
  ['', 'it is a folder'],
  ['nowhere.yaml', 'there is no such file'],
])('scenarioText() says what is wrong with the path %j', (name, problem) => {
  expect(scenarioText(join(folder, name))).toEqual({ problem })
})
