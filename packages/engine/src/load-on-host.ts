import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { joinMetrics, type Metrics, Recorder } from '@loadrun/metrics'
import { ChildEnd, forkOnHost, type Host } from '@loadrun/topology'
import type { GeneratedLoad, LoadGiven, LoadPlan } from './generate-load.ts'
import type { FromLoadProcess, ToLoadProcess } from './load-process-messages.ts'

/** A process that waits on a host to make its load from there: threads cannot change to another network namespace. */
export class LoadOnHost {
  readonly #child: ChildProcess
  readonly #end: ChildEnd

  /** Resolves when the process runs on its host (`undefined`: here). */
  static async start(
    host: Host | undefined,
    entry = new URL('./load-process.ts', import.meta.url),
  ): Promise<LoadOnHost> {
    const load = new LoadOnHost(host, entry)
    const ready = once(load.#child, 'message').then(() => undefined)
    const how = await Promise.race([ready, load.#ended()])
    if (how !== undefined) throw new Error(`Cannot start the load generator on its host: its process ended ${how}`)
    return load
  }

  private constructor(host: Host | undefined, entry: URL) {
    this.#child = forkOnHost(entry, host)
    this.#end = new ChildEnd(this.#child)
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  /** As `generateLoad()`; where the process dies on the way, what it had told until then. */
  async generate(plan: LoadPlan, given: LoadGiven): Promise<GeneratedLoad> {
    const intervals: Metrics[] = []
    let last: Extract<FromLoadProcess, { type: 'ended' | 'failed' }> | undefined
    this.#child.on('message', (message: FromLoadProcess) => {
      switch (message.type) {
        case 'starts':
          given.onStart(message.atEpochMs)
          break
        case 'second':
          intervals.push(message.metrics)
          given.onInterval(message.metrics)
          break
        case 'ended':
        case 'failed':
          last = message
          break
      }
    })
    const { seed, pacing, warmUpMs, scenarios, workers, script, before, after } = plan
    const around = { ...(script && { script }), ...(before && { before }), ...(after && { after }) }
    const part: LoadPlan = { seed, pacing, warmUpMs, scenarios, workers, ...around }
    this.#send({ type: 'generate', plan: part, targets: given.targets })
    const abort = () => this.#send({ type: 'abort' })
    if (given.signal.aborted) abort()
    else given.signal.addEventListener('abort', abort, { once: true })
    const how = await this.#ended()
    given.signal.removeEventListener('abort', abort)
    if (last?.type === 'failed') throw new Error(last.message)
    if (last?.type === 'ended') return { ...last, intervals }
    return {
      total: intervals.reduce(joinMetrics, new Recorder().total()),
      intervals,
      interrupted: given.signal.aborted,
      troubles: [
        `The load generator’s process ended ${how} before its load did: what it measured until then counts, the rest of the load was not made`,
      ],
    }
  }

  /** Ends the process, whatever it is doing. */
  async stop(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#end.ended
  }

  #send(message: ToLoadProcess): void {
    if (this.#child.connected) this.#child.send(message, () => {})
  }

  async #ended(): Promise<string> {
    return `${await this.#end.ended}${this.#end.lastWords()}`
  }
}
