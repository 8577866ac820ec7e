import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { foreignText } from './foreign-text.ts'

const folder = mkdtempSync(join(tmpdir(), 'loadrun-foreign-'))
afterAll(() => rmSync(folder, { recursive: true }))

function fileOf(content: string | Buffer): string {
  const file = join(folder, 'recording.har')
  writeFileSync(file, content)
  return file
}

test('foreignText() is the text without its byte order mark', async () => {
  expect(await foreignText(fileOf('\ufeffgröße'), 100)).toBe('größe')
})

test.each([
  ['in UTF-16', Buffer.from('\ufeff{}', 'utf16le'), 'it is not text in UTF-8'],
  ['in Latin-1', Buffer.from('größe', 'latin1'), 'it is not text in UTF-8'],
  ['that is too long', 'x'.repeat(101), 'it has more than the 100 bytes that can be imported'],
])('foreignText() refuses a file %s', async (_, content, problem) => {
  const file = fileOf(content)
  await expect(foreignText(file, 100)).rejects.toThrow(`Cannot read ${file}: ${problem}`)
})

test('foreignText() says why there is no text', async () => {
  await expect(foreignText(join(folder, 'none.har'), 100)).rejects.toThrow('none.har: there is no such file')
  await expect(foreignText(folder, 100)).rejects.toThrow('it is a folder')
})
