import { Handlers } from '../../packages/limited-server/src/handlers.ts'
import { ManualClock } from '../../packages/limited-server/src/manual-clock.ts'
import { defaultOptions, type ServerOptions } from '../../packages/limited-server/src/options.ts'
import { emptyTally } from '../../packages/limited-server/src/tally.ts'
import {
  createRandom,
  type Distribution,
  deriveSeed,
  drawExponential,
  meanMs,
} from '../../packages/random/src/index.ts'

export interface VirtualLoad {
  readonly offeredErlang: number
  readonly slots: number
  /** `undefined`: of any length. */
  readonly queue: number | undefined
  readonly holding: Distribution
  readonly arrivals: number
  readonly seed: number
}

export interface VirtualResult {
  /** For each arrival, in order: 1 where it was refused, else 0. */
  readonly refused: readonly number[]
  /** For each arrival, how long it waited for its slot; 0 where it was refused. */
  readonly waitedMs: readonly number[]
  /** Arrival rate × mean time that a slot was held, both as they came out. */
  readonly measuredErlang: number
  readonly meanHoldingMs: number
}

/** Poisson arrivals at the server's own limit, queue and handlers, in the time of a clock that is moved by hand. */
export function underVirtualLoad({ offeredErlang, slots, queue, holding, arrivals, seed }: VirtualLoad): VirtualResult {
  const clock = new ManualClock()
  const options: ServerOptions = {
    ...defaultOptions,
    limit: 'requests',
    concurrency: slots,
    queue,
    latency: { phases: [{ fromMs: 0, distribution: holding }] },
  }
  const handlers = new Handlers(options, clock, createRandom(deriveSeed(seed, 'holding')), emptyTally())
  const random = createRandom(deriveSeed(seed, 'arrivals'))
  const betweenMs = meanMs(holding) / offeredErlang

  const refused: number[] = []
  const waitedMs: number[] = []
  const heldMs: number[] = []
  const arrive = (index: number) => {
    const atMs = clock.nowMs()
    refused[index] = 0
    waitedMs[index] = 0
    const handling = handlers.start(() => {
      if (handling.outcome !== 'finished' || index < 0) return
      heldMs.push(handling.plannedMs)
      const waited = clock.nowMs() - atMs - handling.plannedMs
      // Times are sums of others, so that a wait of none comes out as a trillionth.
      waitedMs[index] = waited > 1e-6 ? waited : 0
    })
    if (handling.outcome === 'refused') refused[index] = 1
  }

  // The system starts empty: the first arrivals only fill it.
  for (let early = -arrivals / 10; early < 0; early += 1) {
    clock.advance(betweenMs * drawExponential(random))
    arrive(early)
  }
  const startMs = clock.nowMs()
  for (let index = 0; index < arrivals; index += 1) {
    clock.advance(betweenMs * drawExponential(random))
    arrive(index)
  }
  const ratePerMs = arrivals / (clock.nowMs() - startMs)
  while (clock.timers > 0) clock.advance(meanMs(holding))
  const meanHoldingMs = heldMs.reduce((sum, held) => sum + held, 0) / heldMs.length
  return { refused, waitedMs, measuredErlang: ratePerMs * meanHoldingMs, meanHoldingMs }
}
