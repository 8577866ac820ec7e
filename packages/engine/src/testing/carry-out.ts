import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Metrics } from '@loadrun/metrics'
import { readScenario } from '@loadrun/plan'
import { type GeneratedLoad, generateLoad } from '../generate-load.ts'
import { recordingReader } from '../recordings/recordings.ts'
import { type CountingServer, startServer } from './counting-server.ts'

const closings: (() => Promise<void>)[] = []

/** Closes every server that was started. */
export async function closeServers(): Promise<void> {
  for (const close of closings.splice(0)) await close()
}

export interface Asked {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
  readonly bytes: Buffer
}

/** A server that remembers what it was asked. */
export async function serve(
  answer: (asked: Asked, response: ServerResponse) => void,
): Promise<{ server: CountingServer; asked: Asked[] }> {
  const asked: Asked[] = []
  const server = await startServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.once('end', () => {
      const bytes = Buffer.concat(chunks)
      const { method = '', url = '', headers } = request
      const one = { method, url, headers, body: bytes.toString(), bytes }
      asked.push(one)
      answer(one, response)
    })
  })
  closings.push(server.close)
  return { server, asked }
}

/** Carries out the steps, in so many iterations of one user on each of the workers. */
export async function carryOut(
  { server }: { server: CountingServer },
  steps: string,
  { iterations = 1, vars = '{}', workers = 1, more = '' } = {},
): Promise<Metrics> {
  const text = `
target: ${server.url}
workers: ${workers}
scenarios:
  s: { executor: shared-iterations, vus: ${workers}, iterations: ${iterations}, vars: ${vars}, ${more} steps: [${steps}] }
`
  const { total, troubles } = await loadOf(text, server.url)
  if (troubles.length > 0) throw new Error(troubles.join('\n'))
  return total
}

/** The load that the text of a scenario asks for. */
export async function loadOf(text: string, target: string): Promise<GeneratedLoad> {
  const read = readScenario(text, { file: 'x.yaml', cores: 1, recordingOf: recordingReader() })
  if ('problems' in read) {
    throw new Error(read.problems.map(({ message, wanted }) => `${message}: ${wanted}`).join('\n'))
  }
  const [plan] = read.plans
  if (plan === undefined) throw new Error('There is no plan')
  return generateLoad(plan, {
    targets: [target],
    signal: new AbortController().signal,
    onStart: () => undefined,
    onInterval: () => undefined,
  })
}
