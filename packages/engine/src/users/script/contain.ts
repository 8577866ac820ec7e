import process from 'node:process'
import type { Recorder } from '@loadrun/metrics'
import { scenarioNow } from '@loadrun/script'
import type { Clock } from '../../clock.ts'
import { CalledOff } from './called-off.ts'
import { describe } from './tell-error.ts'

/** Names what no call of a function can be told for, such as a timer that was left running. */
const leftBehind = '(not awaited)'

/**
 * Keeps what scripts leave behind from ending this thread, and with it all its users: what nobody catches is counted,
 * and `process.exit()` is an error like others.
 */
export function contain(errors: Recorder['scriptErrors'], clock: Clock): void {
  const count = (error: unknown) => {
    if (error instanceof CalledOff) return
    errors.record({ scenario: scenarioNow() ?? '', script: leftBehind, ...describe(error) }, Math.max(0, clock.nowMs()))
  }
  process.on('uncaughtException', count)
  process.on('unhandledRejection', count)
  process.exit = () => {
    throw new Error('process.exit() cannot be called by a script: it would end all users of its thread')
  }
}
