import process from 'node:process'
import { generateLoad } from './generate-load.ts'
import type { FromLoadProcess, ToLoadProcess } from './load-process-messages.ts'

// A process that makes a load for its parent, from the host that it was started on. It ends by itself when the parent is
// gone, and leaves Ctrl-C and SIGTERM to the parent, since terminals and supervisors send them to every process of the
// group.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {})
process.once('disconnect', () => process.exit())

const stop = new AbortController()

process.on('message', async (message: ToLoadProcess) => {
  if (message.type === 'abort') {
    stop.abort()
    return
  }
  try {
    const { total, interrupted, troubles } = await generateLoad(message.plan, {
      targets: message.targets,
      signal: stop.signal,
      onStart: (atEpochMs) => void send({ type: 'starts', atEpochMs }),
      onInterval: (metrics) => void send({ type: 'second', metrics }),
    })
    await send({ type: 'ended', total, interrupted, troubles })
  } catch (error) {
    await send({ type: 'failed', message: error instanceof Error ? error.message : String(error) })
  }
  process.exit()
})

await send({ type: 'ready' })

/** A message that cannot be delivered has no reader: the parent is gone, and `disconnect` ends this process. */
function send(message: FromLoadProcess): Promise<void> {
  return new Promise((resolve) => process.send?.(message, undefined, undefined, () => resolve()))
}
