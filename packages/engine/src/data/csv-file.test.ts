import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { columnsOf } from './columns-of.ts'
import { CsvFile } from './csv-file.ts'
import { openData } from './open-data.ts'

const folder = mkdtempSync(join(tmpdir(), 'loadrun-csv-'))
afterAll(() => rmSync(folder, { recursive: true }))

let files = 0
function file(text: string): string {
  const path = join(folder, `${files++}.csv`)
  writeFileSync(path, text)
  return path
}

async function rowsOf(text: string, delimiter = ','): Promise<unknown[]> {
  const csv = await CsvFile.open(file(text), delimiter)
  const rows = Array.from({ length: csv.rows }, (_, index) => csv.row(index))
  await csv.close()
  return rows
}

describe('CsvFile', () => {
  test.each([
    ['plain lines', 'a,b\n1,2\n3,4\n', ','],
    ['no line end at the end', 'a,b\n1,2\n3,4', ','],
    ['Windows line ends, empty lines and a byte order mark', '\ufeffa,b\r\n1,2\r\n\r\n3,4\r\n', ','],
    ['quotes', '"a",b\n"1",2\n3,"4"\n', ','],
    ['another delimiter', 'a;b\n1;2\n3;4\n', ';'],
  ])('reads %s', async (_what, text, delimiter) => {
    expect(await rowsOf(text, delimiter)).toEqual([
      { a: '1', b: '2' },
      { a: '3', b: '4' },
    ])
  })

  test('reads values over several lines, with quotes, delimiters and letters of several bytes', async () => {
    expect(await rowsOf('a,b\n"x\ny","1,5 ""ü"" x"\nä,ö\n')).toEqual([
      { a: 'x\ny', b: '1,5 "ü" x' },
      { a: 'ä', b: 'ö' },
    ])
  })

  test('keeps empty values and spaces', async () => {
    expect(await rowsOf('a\tb\n\tx\n y \t\n', '\t')).toEqual([
      { a: '', b: 'x' },
      { a: ' y ', b: '' },
    ])
  })

  test.each([
    ['a,b\n', 'it has no rows'],
    ['a,b\n1\n', 'Invalid Record Length'],
    ['a,b\n"1,2\n', 'Quote Not Closed'],
  ])('cannot be %j', async (text, why) => {
    await expect(CsvFile.open(file(text), ',')).rejects.toThrow(why)
  })
})

describe('openData()', () => {
  test('gives each iteration its row, starting over after the last; or any row', async () => {
    const source = { variable: 'u', path: file('n\n0\n1\n2\n'), delimiter: ',' }
    const sequential = { ...source, order: 'sequential' } as const
    const random = { ...source, order: 'random' } as const
    const data = await openData([{ steps: [], data: [sequential, random] }])
    const rows = [0, 1, 2, 3, 7].map((number) => data.rowFor(sequential, { number, values: [], random: () => 0 }).n)
    expect(rows).toEqual(['0', '1', '2', '0', '1'])
    const draws = [0, 0.4, 0.99].map((draw) => data.rowFor(random, { number: 0, values: [], random: () => draw }).n)
    expect(draws).toEqual(['0', '1', '2'])
    await data.close()
  })
})

describe('columnsOf()', () => {
  test('tells the names in the first line, or why it cannot', () => {
    expect(columnsOf(file('\ufeffid, name\n1,2,3\n'), ',')).toEqual(['id', 'name'])
    expect(columnsOf(file(''), ',')).toEqual({ problem: 'it is empty' })
    expect(columnsOf(file('a,b,a\n'), ',')).toEqual({ problem: 'it has the column `a` twice' })
    expect(columnsOf(join(folder, 'none.csv'), ',')).toEqual({ problem: 'there is no such file' })
    expect(columnsOf(folder, ',')).toEqual({ problem: 'it is a folder' })
  })
})
