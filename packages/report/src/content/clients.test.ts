import { plainConnecting } from '@loadrun/plan'
import { describe, expect, test } from 'vitest'
import { incidentPlan } from '../testing/plan.ts'
import { clientsText } from './clients.ts'

describe('clientsText()', () => {
  const [scenario] = incidentPlan({}).scenarios
  if (scenario === undefined) throw new Error('There is no scenario')

  test.each([
    [{}, 'wire, which costs the least (HTTP/1.1)'],
    [{ client: 'undici' }, 'undici, as the scenario asks (HTTP/1.1)'],
    [{ client: 'undici', connecting: { ...plainConnecting, httpVersion: 2 } }, 'undici, which speaks HTTP/2'],
    [
      { client: 'undici', connecting: { ...plainConnecting, proxy: 'http://ann:secret@proxy.test:3128' } },
      'undici (HTTP/1.1), through the proxy proxy.test:3128',
    ],
  ] as const)('tells of %j who speaks, and why', (changes, text) => {
    expect(clientsText({ scenarios: [scenario, scenario].map((each) => ({ ...each, ...changes })) })).toBe(text)
  })
})
