import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Imported } from '../imported.ts'
import { importOpenApi } from './import-openapi.ts'

const folder = mkdtempSync(join(tmpdir(), 'loadrun-openapi-'))
afterAll(() => rmSync(folder, { recursive: true }))

function fileOf(content: string | Buffer, name = 'api.yaml'): string {
  const file = join(folder, name)
  writeFileSync(file, content)
  return file
}

const head = "openapi: 3.1.0\ninfo: { title: t, version: '1' }\n"

/** A document with one operation, whose body is of a schema. */
function withSchema(schema: object, schemas: object = {}): string {
  const post = { operationId: 'add', requestBody: { content: { 'application/json': { schema } } }, responses: {} }
  const info = { title: 't', version: '1' }
  return JSON.stringify({ openapi: '3.1.0', info, paths: { '/a': { post } }, components: { schemas } })
}

const bodyOf = ({ file }: Imported): unknown =>
  (file as { scenarios: { add: { steps: { json: unknown }[] } } }).scenarios.add.steps[0]?.json

/** Each with three of the next: written out, 3^25. */
const exponential = Object.fromEntries(
  Array.from({ length: 25 }, (_, index) => {
    const next = { $ref: `#/components/schemas/S${index + 1}` }
    return [
      `S${index}`,
      index === 24 ? { type: 'string' } : { type: 'object', properties: { a: next, b: next, c: next } },
    ]
  }),
)

describe('importOpenApi()', () => {
  test('says what load all operations make together, where there are several', async () => {
    const paths = (count: number) =>
      Array.from({ length: count }, (_, at) => `  /p${at}: { get: { responses: {} } }`).join('\n')
    const several = await importOpenApi(fileOf(`${head}paths:\n${paths(3)}`))
    expect(several.notes.join('\n')).toContain('All 3 scenarios run at once, 1/s each')
    const single = await importOpenApi(fileOf(`${head}paths:\n${paths(1)}`))
    expect(single.notes.join('\n')).not.toContain('at once')
  })

  test('makes a body of schemas that use one another no larger than a person reads', async () => {
    const imported = await importOpenApi(fileOf(withSchema({ $ref: '#/components/schemas/S0' }, exponential)))
    expect(bodyOf(imported)).toMatchObject({ a: { b: { c: {} } } })
    expect(JSON.stringify(bodyOf(imported)).length).toBeLessThan(20_000)
  })

  test('makes a body of a schema that holds itself', async () => {
    const tree = { type: 'object', properties: { name: { type: 'string' }, of: { $ref: '#/components/schemas/Tree' } } }
    const imported = await importOpenApi(fileOf(withSchema({ $ref: '#/components/schemas/Tree' }, { Tree: tree })))
    expect(bodyOf(imported)).toEqual({ name: 'string', of: {} })
  })

  test('makes a body of some items, however many its schema wants', async () => {
    const items = { type: 'array', minItems: 1_000_000_000, items: { type: 'string', minLength: 1_000_000_000 } }
    const imported = await importOpenApi(fileOf(withSchema(items)))
    expect(bodyOf(imported)).toHaveLength(10)
  })

  test('reads references to other files', async () => {
    fileOf('post: { operationId: posta, responses: {} }', 'item.yaml')
    const imported = await importOpenApi(fileOf(`${head}paths: { /a: { $ref: item.yaml } }`))
    expect(imported.file.scenarios).toHaveProperty('posta')
  })

  const laughs = Array.from(
    { length: 9 },
    (_, level) => `a${level + 1}: &a${level + 1} [${Array(10).fill(`*a${level}`)}]`,
  )
  test.each<[string, string | Buffer, string]>([
    ['whose aliases explode', `${head}paths: {}\na0: &a0 {}\n${laughs.join('\n')}`, 'more than 2000000 values'],
    ['with an alias of what holds it', `${head}paths: &p { a: *p }`, ''],
    ['nested too deeply', '['.repeat(100_000), 'nesting exceeded maxDepth'],
    ['in UTF-16', Buffer.from(`\ufeff${head}`, 'utf16le'), 'it is not text in UTF-8'],
    ['with tabs', `${head}paths:\n\t/a: {}`, 'tab'],
    ['with a reference to nothing', `${head}paths: { /a: { $ref: '#/nowhere' } }`, 'Missing $ref pointer "#/nowhere"'],
    ['that is none', 'a: 1', 'is not a valid Openapi API definition'],
    [
      'of Swagger',
      "swagger: '2.0'\ninfo: { title: t, version: '1' }\npaths: {}",
      'OpenAPI 3 is wanted, found Swagger 2.0',
    ],
  ])('refuses a document %s', async (_, content, problem) => {
    await expect(importOpenApi(fileOf(content))).rejects.toThrow(problem)
  })

  test('refuses a document that is too long', async () => {
    const file = fileOf('')
    truncateSync(file, 2 ** 30)
    await expect(importOpenApi(file)).rejects.toThrow('it has 1073741824 bytes, more than 16777216')
  })
})
