import process from 'node:process'
import { Recorder } from '@loadrun/metrics'
import type { FromLoadProcess } from '../load-process-messages.ts'

// A load process that tells of one second and dies.
const send = (message: FromLoadProcess) => process.send?.(message)
process.once('message', () => {
  send({ type: 'starts', atEpochMs: Date.now() })
  process.stderr.write('Error: out of memory\n')
  process.send?.({ type: 'second', metrics: new Recorder().total() }, undefined, undefined, () => process.exit(9))
})
send({ type: 'ready' })
