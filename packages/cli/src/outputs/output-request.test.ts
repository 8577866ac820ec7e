import { describe, expect, test } from 'vitest'
import { parseOutput } from './output-request.ts'
import { checkOutputs } from './run-outputs.ts'

describe('parseOutput()', () => {
  test.each([
    ['junit=a=b.xml', { kind: 'file', format: 'junit', path: 'a=b.xml' }],
    ['hlog={variant}.hlog', { kind: 'file', format: 'hlog', path: '{variant}.hlog' }],
    ['prometheus=127.0.0.1:9464', { kind: 'prometheus', host: '127.0.0.1', port: 9464 }],
    ['prometheus=[::1]:0', { kind: 'prometheus', host: '::1', port: 0 }],
    ['remote-write=http://prom:9090', { kind: 'remote-write', url: 'http://prom:9090/api/v1/write' }],
    ['remote-write=https://mimir/api/v1/push', { kind: 'remote-write', url: 'https://mimir/api/v1/push' }],
    ['otlp=http://127.0.0.1:4318/', { kind: 'otlp', url: 'http://127.0.0.1:4318/v1/metrics' }],
  ])('reads %s', (value, request) => {
    expect(parseOutput(value)).toEqual(request)
  })

  test.each([
    ['xml=a', 'Wanted is one of html, text, markdown, junit, csv, hlog, json, prometheus, remote-write, otlp'],
    ['junit', 'then = and where to, such as junit=results.xml'],
    ['otlp=localhost:4318', 'A URL that starts with http:// or https:// is wanted'],
    ['otlp=http://me:secret@localhost', 'without a password in it'],
    ['prometheus=9464', 'An address and a port are wanted'],
  ])('says what is wrong with %s', (value, complaint) => {
    expect(() => parseOutput(value)).toThrow(complaint)
  })
})

test('checkOutputs() wants names that tell several runs apart', () => {
  const csv = (path: string) => [{ kind: 'file', format: 'csv', path } as const]
  expect(() => checkOutputs(csv('a.csv'), { variants: 1, repeats: 1 })).not.toThrow()
  expect(() => checkOutputs(csv('a.csv'), { variants: 2, repeats: 1 })).toThrow('wanted is {variant} in its name')
  expect(() => checkOutputs(csv('{variant}.csv'), { variants: 2, repeats: 3 })).toThrow(
    'wanted is {repeat} in its name',
  )
  expect(() => checkOutputs(csv('{variant}-{repeat}.csv'), { variants: 2, repeats: 3 })).not.toThrow()
})
