import { afterEach, describe, expect, test } from 'vitest'
import { carryOut, closeServers, serve } from '../testing/carry-out.ts'

afterEach(closeServers)

describe.each(['wire', 'undici'])('a request of the client %s', { timeout: 60_000 }, (client) => {
  test('waits as long as its step says, and others as long as the scenario does', async () => {
    const shop = await serve(({ url }, response) => {
      if (url === '/there') response.writeHead(302, { location: '/never' }).end()
      else if (url !== '/never') setTimeout(() => response.end(), 150)
    })
    const more = `client: ${client}, timeout: 5s,`
    const impatient = '{ get: /never, timeout: 50ms }, { get: /there, timeout: 60ms }'
    const total = await carryOut(shop, `${impatient}, { get: /late }`, { more })
    expect(total.failures.map(({ step, cause, text }) => [step, cause, text])).toEqual([
      ['GET /never', 'timeout', 'No answer within 50 ms'],
      ['GET /there (redirect)', 'timeout', 'No answer within 60 ms'],
    ])
    expect(total.requests['s/GET /late']).toMatchObject({ ok: { count: 1 } })
  })
})
