import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { readScenario } from '../read-scenario.ts'
import { planOf } from '../testing/read.ts'
import { type JsonSchema, scenarioSchema } from './scenario-schema.ts'

const root = join(import.meta.dirname, '../../../..')
const schema = scenarioSchema()
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: false, strictTypes: false })
ajv.addFormat('regex', isPattern)
ajv.addSchema(schema, 'scenario')

const accepts = (value: unknown) => ajv.validate('scenario', value) === true

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 's') instanceof RegExp
  } catch {
    return false
  }
}

const shipped = globSync(['scenarios/**/*.yaml', 'test/scenarios/*.yaml'], { cwd: root })

interface Key {
  readonly pointer: string
  readonly schema: JsonSchema
}

/** Every key that the schema describes, by its JSON pointer. */
function keysIn(value: unknown, pointer = ''): readonly Key[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
  return Object.entries(value).flatMap(([keyword, each]): readonly Key[] => {
    const at = `${pointer}/${escaped(keyword)}`
    if (['examples', 'default', 'enum', 'required', 'dependentSchemas', 'not'].includes(keyword)) return []
    if (keyword === 'properties' || keyword === 'patternProperties') {
      return Object.entries(each as Record<string, JsonSchema>).flatMap(([key, below]) => [
        ...(keyword === 'properties' ? [{ pointer: `${at}/${escaped(key)}`, schema: below }] : []),
        ...keysIn(below, `${at}/${escaped(key)}`),
      ])
    }
    return Array.isArray(each) ? each.flatMap((below, index) => keysIn(below, `${at}/${index}`)) : keysIn(each, at)
  })
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}

const keys = keysIn(schema).filter(({ pointer }) => !/^\/\$defs\/\w+$/.test(pointer))

describe('scenarioSchema()', () => {
  test.each(shipped)('accepts %s', (file) => {
    const value = parse(readFileSync(join(root, file), 'utf8'))
    expect(accepts(value), ajv.errorsText()).toBe(true)
  })

  test.each([
    ['a misspelt key', { scenarois: {} }],
    [
      'a duration without its unit',
      { scenarios: { s: { executor: 'constant-vus', duration: 5, steps: [{ get: '/' }] } } },
    ],
    ['an unknown executor', { scenarios: { s: { executor: 'ramping', duration: '5s', steps: [{ get: '/' }] } } }],
    [
      'a rate in words',
      { scenarios: { s: { executor: 'constant-arrival-rate', rate: 'fast', duration: '5s', steps: [{ get: '/' }] } } },
    ],
    ['no steps', { scenarios: { s: { executor: 'constant-vus', duration: '5s', steps: [] } } }],
    ['a step that is nothing', step({ name: 'x' })],
    ['a step that is two things', step({ get: '/', think: '1s' })],
    ['a path without its slash', step({ get: 'items' })],
    ['what belongs to another kind of step', step({ think: '1s', body: 'x' })],
    ['an unknown expectation', step({ get: '/', expect: { statsu: 200 } })],
    ['a status that is none', step({ get: '/', expect: { status: '6xx' } })],
    ['a capture from nowhere', step({ get: '/', capture: { t: 'token' } })],
    ['an unknown metric', { thresholds: { http_duration: 'max < 1s' } }],
    ['a metric with half a selector', { thresholds: { 'http_reqs{step:/': 'count > 1' } }],
    ['sockets in no state', { thresholds: { sockets: 'max < 10' } }],
    ['a tier of no kind', { topology: { server: { concurrency: 5 } } }],
    [
      'a share of another unit',
      { topology: { t: { kind: 'toxics', upstream: 's', toxics: [{ type: 'stall', toxicity: '5/s' }] } } },
    ],
    ['a variant that expects neither', { variants: { before: { expect: 'maybe' } } }],
  ])('rejects %s', (_, change) => {
    expect(accepts(file)).toBe(true)
    expect(accepts({ ...file, ...change })).toBe(false)
  })

  test('explains every key, with an example', () => {
    const unexplained = keys.filter((key) => !key.schema.description || (key.schema.examples ?? []).length === 0)
    expect(unexplained.map(({ pointer }) => pointer)).toEqual([])
    expect(keys.length).toBeGreaterThan(150)
  })

  test('has examples and defaults that it accepts', () => {
    const refused = keys.flatMap(({ pointer, schema: key }) => {
      const values = [...(key.examples ?? []), ...(key.default === undefined ? [] : [key.default])]
      const check = ajv.getSchema(`scenario#${pointer}`)
      return values.filter((value) => check?.(value) !== true).map((value) => `${pointer}: ${JSON.stringify(value)}`)
    })
    expect(refused).toEqual([])
  })

  test('accepts what can be run', () => {
    const incident = readFileSync(join(root, 'scenarios/incident.yaml'), 'utf8')
    const paths = keys.flatMap(({ pointer }) => {
      const key = /^\/properties\/topology\/additionalProperties\/oneOf\/0\/properties\/(\w+)$/.exec(pointer)?.[1]
      return key === undefined ? [] : [`topology.server.${key}`]
    })
    const value = fc.constantFrom(
      'none',
      '5',
      '0',
      '1s',
      '250ms',
      'true',
      '[]',
      '{}',
      '5%',
      '4KiB',
      'close',
      'requests',
    )
    fc.assert(
      fc.property(fc.constantFrom(...paths), value, (path, set) => {
        const read = readScenario(incident, { file: 'x.yaml', cores: 2, set: [`${path}=${set}`] })
        if ('plans' in read) expect(accepts(read.plans[0]?.configuration), ajv.errorsText()).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})

const file = {
  target: 'http://127.0.0.1',
  scenarios: { s: { executor: 'constant-vus', duration: '5s', steps: [{ get: '/' }] } },
}

function step(given: object): object {
  return { scenarios: { s: { executor: 'constant-vus', duration: '5s', steps: [given] } } }
}

/** A file that has the mapping whose defaults are looked at, with what it needs. */
const homes: readonly (readonly [pointer: RegExp, needed: object, write: (given: object) => object])[] = [
  [
    /^\/properties\/(\w+)$/,
    { before: { steps: [{ get: '/' }] }, after: { steps: [{ get: '/' }] } },
    (given) => ({ ...file, ...given }),
  ],
  ...['limited-server', 'middleware', 'toxics'].map((kind, index) => {
    const needed = kind === 'limited-server' ? { kind, concurrency: 5, queue: 5 } : { kind, upstream: 'other' }
    const write = (tier: object) => ({
      ...file,
      topology: { tier, other: { kind: 'limited-server', concurrency: 1, addresses: 1 } },
    })
    return [
      new RegExp(`^/properties/topology/additionalProperties/oneOf/${index}/properties/(\\w+)$`),
      { ...needed, ...(kind === 'middleware' ? {} : { addresses: 1 }) },
      write,
    ] as const
  }),
  ...[
    { executor: 'constant-arrival-rate', rate: '5/s', duration: '5s' },
    { executor: 'ramping-arrival-rate', stages: [{ duration: '5s', target: 5 }] },
    { executor: 'staircase-arrival-rate', startRate: 1, increase: 1, levels: 3, levelDuration: '5s' },
    { executor: 'recorded-arrival-times', file: 'times.csv' },
    { executor: 'constant-vus', duration: '5s' },
    { executor: 'ramping-vus', stages: [{ duration: '5s', target: 5 }] },
    { executor: 'shared-iterations' },
    { executor: 'per-vu-iterations' },
  ].map(
    (load, index) =>
      [
        new RegExp(`^/properties/scenarios/additionalProperties/oneOf/${index}/properties/(\\w+)$`),
        { ...load, connections: 'new', steps: [{ get: '/' }] },
        (given: object) => ({ ...file, scenarios: { s: given } }),
      ] as const,
  ),
]

describe('a default that is told', () => {
  const told = homes.flatMap(([pattern, needed, write]) =>
    keys.flatMap(({ pointer, schema: { default: otherwise } }) => {
      const key = pattern.exec(pointer)?.[1]
      return key === undefined || otherwise === undefined ? [] : [{ key, otherwise, needed, write, pointer }]
    }),
  )

  test.each(told)('is what holds: $pointer', ({ key, otherwise, needed, write }) => {
    const without = { ...needed, ...(key === 'connections' ? { connections: undefined } : {}) }
    const plan = (given: object) => {
      const { configuration: _, ...rest } = planOf(JSON.stringify(write(given)))
      return rest
    }
    expect(plan({ ...without, [key]: otherwise })).toEqual(plan(without))
  })
})
