/**
 * What observing once a second costs a program: `node bench/observing-cost.ts [sockets]`. Prints the delay of the main
 * thread's event loop and the CPU time of the process, without and with an observer.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { observeSockets } from '../src/index.ts'
import { leaveInTimeWait } from './time-wait-sockets.ts'

const measuredMs = 10_000
const { port } = await leaveInTimeWait(Number(process.argv[2] ?? 22_000))

await measure('without')
const observer = await observeSockets({
  legs: [{ name: 'bench', from: 'client', to: 'server', ports: [port] }],
  everyMs: 1000,
})
await measure('with   ')
const observation = await observer.stop()
const last = observation.observed ? observation.samples.at(-1) : undefined
process.stdout.write(`${JSON.stringify(last?.legs)}\n`)

async function measure(name: string): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  const startedAt = process.cpuUsage()
  delay.enable()
  await wait(measuredMs)
  delay.disable()
  const { user, system } = process.cpuUsage(startedAt)
  const cpuShare = (user + system) / 1000 / measuredMs
  process.stdout.write(
    `${name} observer: event loop delay p99 ${milliseconds(delay.percentile(99))}, most ${milliseconds(delay.max)}; CPU ${(100 * cpuShare).toFixed(1)} % of a core\n`,
  )
}

function milliseconds(nanoseconds: number): string {
  return `${(nanoseconds / 1e6).toFixed(1)} ms`
}
