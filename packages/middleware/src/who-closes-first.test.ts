import { readFileSync } from 'node:fs'
import { type MiddlewarePlan, plainMiddleware } from '@loadrun/plan'
import { describe, expect, test } from 'vitest'
import { ask } from './fixtures/ask.ts'
import { answer, type RawServerBehaviour, rejection, startRawServer } from './fixtures/raw-server.ts'
import { startMiddleware } from './middleware.ts'

const canSeeSockets = process.platform === 'linux'
const timeWait = '06'
const listen = '0A'
const requests = 40
const fanout = 3

describe.skipIf(!canSeeSockets)('TIME_WAIT, as the kernel counts it', () => {
  test('lies with the middleware when it closes first', async () => {
    const left = await timeWaitAfter('client-closes', { onRequest: (socket) => socket.write(answer('200 OK', 'fine')) })
    expect(left).toEqual({ middleware: requests * fanout, server: 0 })
  })

  test('lies with the server when the middleware asks it to close', async () => {
    const left = await timeWaitAfter('close', { onRequest: (socket) => socket.end(answer('200 OK', 'fine')) })
    expect(left).toEqual({ middleware: 0, server: requests * fanout })
  })

  test('lies nowhere while connections are kept', async () => {
    const left = await timeWaitAfter('keep-alive', { onRequest: (socket) => socket.write(answer('200 OK', 'fine')) })
    expect(left).toEqual({ middleware: 0, server: 0 })
  })

  test.each(['client-closes', 'close', 'keep-alive'] as const)(
    'lies nowhere after rejections that leave the request unread: %s',
    async (connections) => {
      const left = await timeWaitAfter(connections, {
        onConnection: (socket) => {
          socket.write(rejection)
          socket.destroy()
        },
      })
      expect(left).toEqual({ middleware: 0, server: 0 })
    },
  )
})

test.runIf(!canSeeSockets)('TIME_WAIT is not counted: only Linux shows it in /proc/net/tcp', () => {})

/** Sockets in TIME_WAIT by whose end of the connection they are. */
async function timeWaitAfter(connections: MiddlewarePlan['connections'], behaviour: RawServerBehaviour) {
  const server = await startRawServer(behaviour)
  const leftBefore = new Set(socketsOf(server.port).map(({ pair }) => pair))
  const middleware = await startMiddleware(
    plainMiddleware({ fanout, connections, seed: 1 }),
    { addresses: ['127.0.0.1'], port: server.port },
    { clock: () => 0 },
  )
  try {
    for (let index = 0; index < requests; index += 1) await ask(middleware.address.port)
    const isOpen = (state: string) => connections !== 'keep-alive' && state !== timeWait && state !== listen
    const open = () => stateCounts(server.port, isOpen, leftBefore)
    while (open().middleware + open().server > 0) await new Promise((resolve) => setTimeout(resolve, 10))
    return stateCounts(server.port, (state) => state === timeWait, leftBefore)
  } finally {
    await middleware.stop()
    await server.close()
  }
}

/** Sockets between the middleware and the server in the states asked for, without those that earlier servers left behind. */
function stateCounts(serverPort: number, isCounted: (state: string) => boolean, leftBefore: ReadonlySet<string>) {
  const counts = { middleware: 0, server: 0 }
  for (const { pair, local, remote, state } of socketsOf(serverPort)) {
    if (!isCounted(state) || leftBefore.has(pair)) continue
    if (remote === serverPort) counts.middleware += 1
    else if (local === serverPort) counts.server += 1
  }
  return counts
}

function socketsOf(port: number) {
  const lines = readFileSync('/proc/net/tcp', 'utf8').split('\n').slice(1)
  return lines.flatMap((line) => {
    const [, from = '', to = '', state = ''] = line.trim().split(/\s+/)
    const [local, remote] = [portOf(from), portOf(to)]
    return local === port || remote === port ? [{ pair: `${from} ${to}`, local, remote, state }] : []
  })
}

function portOf(hexAddress: string): number {
  return Number.parseInt(hexAddress.split(':')[1] ?? '', 16)
}
