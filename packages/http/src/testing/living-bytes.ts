import process from 'node:process'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** Bytes of the buffers of this process that somebody still holds. */
export function livingBytes(): number {
  // The memory of what one collection finds is given back in the background, and before the next one at the latest.
  collectGarbage()
  collectGarbage()
  return process.memoryUsage().arrayBuffers
}
