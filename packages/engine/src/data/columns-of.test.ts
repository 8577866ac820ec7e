import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { columnsOf } from './columns-of.ts'

const folder = mkdtempSync(join(tmpdir(), 'loadrun-columns-'))
afterAll(() => rmSync(folder, { recursive: true }))

const comma = { delimiter: ',' }

function columnsIn(content: string | Buffer, name = 'data.csv'): ReturnType<typeof columnsOf> {
  const path = join(folder, name)
  writeFileSync(path, content)
  return columnsOf(path, comma)
}

describe('columnsOf()', () => {
  test('tells the names in the first line of a CSV file', () => {
    expect(columnsIn('\ufeffid, größe\n1,2\n')).toEqual(['id', 'größe'])
    expect(columnsIn(`id,name\n1,${'ü'.repeat(40_000)}\n`)).toEqual(['id', 'name'])
    expect(columnsIn(`id,name\n1,a${'ü'.repeat(40_000)}\n`)).toEqual(['id', 'name'])
  })

  test('tells the keys that a JSON file’s items have', () => {
    expect(columnsIn('\ufeff[{"id":1},{"name":2}]', 'data.json')).toEqual(['id', 'name'])
  })

  test('tells the keys that the lines of an NDJSON file have, where those are not too many to look at', () => {
    expect(columnsIn('{"id":1}\n\n{"name":2}', 'data.ndjson')).toEqual(['id', 'name'])
    expect(columnsIn('{"id":1}\n'.repeat(1001), 'data.jsonl')).toBeUndefined()
    expect(columnsIn('{"id":1}\n{"id"', 'data.jsonl')).toEqual({ problem: expect.stringContaining('is no JSON') })
  })

  test('takes the names that are given for those of a CSV file', () => {
    const path = join(folder, 'plain.csv')
    writeFileSync(path, '1,2\n')
    expect(columnsOf(path, { delimiter: ',', columns: ['a', 'b'] })).toEqual(['a', 'b'])
    const wrong = columnsOf(path, { delimiter: ',', columns: ['a'] })
    expect(wrong).toEqual({ problem: expect.stringContaining('has 2 values, and 1 columns are named: 1,2') })
  })

  test('tells of a path where no file is', () => {
    expect(columnsOf(join(folder, 'none.csv'), comma)).toEqual({ problem: 'there is no such file' })
    expect(columnsOf(folder, comma)).toEqual({ problem: 'it is a folder' })
  })

  const manyNames = Array.from({ length: 12_000 }, (_, index) => index.toString(36))
  test.each<[string, string | Buffer, string]>([
    ['empty', '', 'it is empty'],
    ['without rows', 'a,b\n', 'it has no rows'],
    ['with a name twice', 'a,b,a\n1,2,3\n', 'it has the column `a` twice'],
    [
      'whose first row has more values than it has columns',
      'a,b\n1,2,3\n',
      'has 3 values, and 2 columns are named: 1,2,3',
    ],
    ['in UTF-16', Buffer.from('\ufeffa,b\n1,2\n', 'utf16le'), 'it is not text in UTF-8'],
    ['in Latin-1', Buffer.from('a,b\n1,ü\n', 'latin1'), 'it is not text in UTF-8'],
    ['of other bytes', '\0'.repeat(100), 'it is not text in UTF-8'],
    ['of one line without end', 'x'.repeat(5 * 2 ** 20), 'a row has more than 4194304 bytes'],
    ['whose quote is never closed', `a,b\n"1,${'x,'.repeat(3 * 2 ** 20)}`, 'a row has more than 4194304 bytes'],
    ['with a long first line', `${'x'.repeat(70_000)}\n1\n`, 'its first line has more than 65536 bytes'],
    ['of thousands of columns', `${manyNames}\n${manyNames}\n`, 'it names 12000 columns, more than the 10000'],
  ])('tells what is wrong with a CSV file %s', (_, content, problem) => {
    expect(columnsIn(content)).toEqual({ problem: expect.stringContaining(problem) })
  })

  test.each<[string, string | Buffer, string]>([
    ['that is no list', '{"id":1}', 'it is JSON, but no list'],
    ['that is cut off', '[{"id":1},', 'it is not JSON (Unexpected end of JSON input)'],
    ['in UTF-16', Buffer.from('\ufeff[{"id":1}]', 'utf16le'), 'it is not text in UTF-8'],
    ['of brackets', '['.repeat(17 * 2 ** 20), 'more than the 16777216 of a JSON file; use NDJSON or CSV'],
  ])('tells what is wrong with a JSON file %s', (_, content, problem) => {
    expect(columnsIn(content, 'data.json')).toEqual({ problem: expect.stringContaining(problem) })
  })
})
