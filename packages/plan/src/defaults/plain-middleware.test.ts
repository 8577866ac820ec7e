import { expect, test } from 'vitest'
import { planOf } from '../testing/read.ts'
import { plainMiddleware } from './plain-middleware.ts'

test('plainMiddleware() is what a file makes of one that says nothing else', () => {
  const { topology } = planOf(`
target: middleware
topology:
  middleware: { kind: middleware, upstream: server }
  server: { kind: limited-server, profile: fasthttp, concurrency: 1 }
scenarios: { a: { executor: constant-vus, duration: 1s, steps: [{ get: / }] } }
`)
  const tier = topology.find(({ kind }) => kind === 'middleware')
  expect(tier).toEqual({ ...plainMiddleware(), seed: expect.any(Number) })
})
