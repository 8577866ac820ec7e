import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { csvRows } from './csv-rows.ts'
import { ndjsonRows } from './ndjson-rows.ts'
import { openData } from './open-data.ts'

const folder = mkdtempSync(join(tmpdir(), 'loadrun-csv-'))
afterAll(() => rmSync(folder, { recursive: true }))

let files = 0
function file(text: string, ending = 'csv'): string {
  const path = join(folder, `${files++}.${ending}`)
  writeFileSync(path, text)
  return path
}

/** Every row, in turn and by chance. */
function rowsOf(text: string, delimiter = ','): readonly unknown[][] {
  const path = file(text)
  const inTurn = csvRows({ path, delimiter, order: 'unique' })
  const rows: unknown[] = []
  for (let row = inTurn.rowFor(0, Math.random); row !== undefined; row = inTurn.rowFor(rows.length, Math.random)) {
    rows.push(row)
  }
  const any = csvRows({ path, delimiter, order: 'random' })
  const drawn = rows.map((_, index) => any.rowFor(0, () => (index + 0.5) / rows.length))
  inTurn.close()
  any.close()
  return [rows, drawn]
}

describe('csvRows()', () => {
  test.each([
    ['plain lines', 'a,b\n1,2\n3,4\n', ','],
    ['no line end at the end', 'a,b\n1,2\n3,4', ','],
    ['Windows line ends, empty lines and a byte order mark', '\ufeffa,b\r\n1,2\r\n\r\n3,4\r\n', ','],
    ['quotes', '"a",b\n"1",2\n3,"4"\n', ','],
    ['another delimiter', 'a;b\n1;2\n3;4\n', ';'],
  ])('reads %s', (_what, text, delimiter) => {
    const rows = [
      { a: '1', b: '2' },
      { a: '3', b: '4' },
    ]
    expect(rowsOf(text, delimiter)).toEqual([rows, rows])
  })

  test('reads values over several lines, with quotes, delimiters and letters of several bytes', () => {
    const rows = [
      { a: 'x\ny', b: '1,5 "ü" x' },
      { a: 'ä', b: 'ö' },
    ]
    expect(rowsOf('a,b\n"x\ny","1,5 ""ü"" x"\nä,ö\n')).toEqual([rows, rows])
  })

  test('reads what was written, however long its rows are', () => {
    const value = fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom('"', '\n', '\r\n', ',', 'x'.repeat(70_000)))
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 8 }), (pairs) => {
        const lines = pairs.map((pair) => pair.map(quoted).join(','))
        const rows = pairs.map(([a, b]) => ({ a, b }))
        expect(rowsOf(`a,b\n${lines.join('\n')}\n`)).toEqual([rows, rows])
      }),
      { numRuns: 40 },
    )
  })

  test.each([
    ['in the middle of a value', 'a,b\n5" nails,5"" x\n"1",2\n', { a: '5" nails', b: '5"" x' }],
    ['after a blank', 'a,b\n x, "y"\n"1",2\n', { a: ' x', b: ' "y"' }],
    ['behind a longer delimiter', 'aéb\nxé"y\né"\n"1"é2\n', { a: 'x', b: 'y\né' }],
  ])('knows which quotes belong to a value: %s', (what, text, row) => {
    const rows = [row, { a: '1', b: '2' }]
    expect(rowsOf(text, what.includes('longer') ? 'é' : ',')).toEqual([rows, rows])
  })

  test('goes by the names that it is given, where no line has them or others', () => {
    const given = { delimiter: ',', columns: ['a', 'b'] }
    for (const order of ['sequential', 'random', 'unique'] as const) {
      const bare = csvRows({ ...given, path: file('\ufeff1,2\n'), order })
      const other = csvRows({ ...given, path: file('x,y\n1,2\n'), skipsFirstLine: true, order })
      for (const source of [bare, other]) {
        expect(source.rowFor(0, () => 0)).toEqual({ a: '1', b: '2' })
        source.close()
      }
    }
  })

  test('tells of a row that is none', () => {
    const source = csvRows({ path: file('a,b\n1,2\n"3" x,4\n'), delimiter: ',', order: 'sequential' })
    const rows = [0, 1].map((number) => source.rowFor(number, Math.random))
    expect(rows).toEqual([{ a: '1', b: '2' }, expect.anything()])
    source.close()
  })

  test('gives each worker thread the rows of its iterations, round after round', () => {
    const path = file('n\n0\n1\n2\n')
    const source = csvRows({ path, delimiter: ',', order: 'sequential' })
    const numbers = [1, 2, 5, 6, 100, 3_000_000_001]
    expect(numbers.map((number) => source.rowFor(number, Math.random))).toEqual(
      numbers.map((number) => ({ n: String(number % 3) })),
    )
    source.close()
  })

  test('tells of rows that lack values', () => {
    const source = csvRows({ path: file('a,b\n1,2\n3\n'), delimiter: ',', order: 'sequential' })
    expect([0, 1].map((number) => source.rowFor(number, Math.random))).toEqual([
      { a: '1', b: '2' },
      { a: '3', b: '' },
    ])
    expect(source.troubles).toEqual([expect.stringContaining('has 1 values, and 2 columns are named: 3')])
    source.close()
  })

  test.each([
    ['', 'it is empty'],
    ['a,b\n', 'it has no rows'],
    ['a,b\n1\n', 'has 1 values, and 2 columns'],
    ['a,b\n"1,2\n', 'Quote Not Closed'],
  ])('cannot be %j', (text, why) => {
    expect(() => csvRows({ path: file(text), delimiter: ',', order: 'sequential' })).toThrow(why)
  })
})

describe('ndjsonRows()', () => {
  test('reads what was written, whatever stands in a line', () => {
    const item = fc.jsonValue().filter((value) => JSON.stringify(value) !== undefined)
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 20 }), (items) => {
        const written = items.map((each) => JSON.parse(JSON.stringify(each)))
        const source = ndjsonRows({
          path: file(`${items.map((each) => JSON.stringify(each)).join('\n')}\n`),
          order: 'unique',
        })
        expect(items.map((_, number) => source.rowFor(number, Math.random))).toEqual(written)
        expect(source.rowFor(items.length, Math.random)).toBeUndefined()
        source.close()
      }),
      { numRuns: 30 },
    )
  })

  test('tells of a line that is no JSON, and cannot begin with one', () => {
    const path = file('{"a":1}\n{"a"\n{"a":3}\n', 'jsonl')
    const source = ndjsonRows({ path, order: 'sequential' })
    expect([0, 1, 2].map((number) => source.rowFor(number, Math.random))).toEqual([{ a: 1 }, null, { a: 3 }])
    expect(source.troubles).toEqual([expect.stringContaining(`A line of ${path} is no JSON: `)])
    source.close()
    for (const [text, why] of [
      ['{', 'is no JSON'],
      ['\n\n', 'it has no rows'],
    ] as const) {
      expect(() => ndjsonRows({ path: file(text), order: 'sequential' })).toThrow(why)
    }
  })
})

describe('openData()', () => {
  const rows = async (path: string, order: 'sequential' | 'random' | 'unique', draws = [0, 0.4, 0.99, 0]) => {
    const source = { variable: 'u', path, delimiter: ',', columns: undefined, skipsFirstLine: false, order }
    const data = await openData([{ steps: [], data: [source] }])
    try {
      const found = draws.map((draw, number) => data.rowFor(source, { number, random: () => draw }))
      return { found, troubles: data.troubles() }
    } finally {
      data.close()
    }
  }
  const [zero, one, two] = [{ n: '0' }, { n: '1' }, { n: '2' }]

  test.each([
    ['CSV', file('n\n0\n1\n2\n')],
    ['JSON', file(JSON.stringify([zero, one, two]), 'json')],
    ['NDJSON', file('\ufeff{"n":"0"}\r\n\n{"n":"1"}\n{"n":"2"}', 'ndjson')],
  ])('gives each iteration its row of %s', async (_, path) => {
    expect((await rows(path, 'sequential')).found).toEqual([zero, one, two, zero])
    expect((await rows(path, 'random')).found).toEqual([zero, one, two, zero])
    expect(await rows(path, 'unique')).toEqual({
      found: [zero, one, two, undefined],
      troubles: [`${path} had no row left for 1 iterations, which were not made`],
    })
  })

  test('says which file is broken where that shows only later', async () => {
    const path = file('a,b\n1,2\n"3,4\n')
    await expect(rows(path, 'sequential')).rejects.toThrow(`Cannot take a row from ${path}: Quote Not Closed`)
  })

  test.each([
    ['{}', 'it is JSON, but no list'],
    ['[]', 'it is an empty list'],
    ['[', 'JSON'],
  ])('cannot take data from %s', async (text, why) => {
    await expect(rows(file(text, 'json'), 'sequential')).rejects.toThrow(why)
  })
})
