import type { LimitedServerPlan, MiddlewarePlan, Plan } from '@loadrun/plan'
import { createRandom, deriveSeed } from '@loadrun/random'
import { timeWaitMs } from '../sockets/time-wait-flow.ts'
import { EventQueue } from './event-queue.ts'
import { isSimulated, type SimulatedLoad, simulatedArrivals } from './simulated-arrivals.ts'
import { type SimulatedRequest, SimulatedServer } from './simulated-server.ts'

/** What a simulation of the plan says a run will show. */
export interface Prediction {
  /** Upstream requests refused at the limit, of those sent to the server. */
  readonly refusedShare: number
  /** Client requests answered as expected, in time, of all. */
  readonly servedShare: number
  /** Client requests answered so, per second of the load. */
  readonly goodputPerSecond: number
  readonly responseTimeP95Ms: number
  /** Means over the last fifth of the load. */
  readonly slotsInUse: number
  readonly establishedOnMiddleware: number
  /** On the middleware's side of the leg to the server, at the end of the load. */
  readonly timeWaitOnMiddleware: number
}

interface Model {
  readonly server: LimitedServerPlan
  readonly middleware: MiddlewarePlan
  /** The clients' patience. */
  readonly patienceMs: number
  readonly load: SimulatedLoad
  /** Before it nothing counts. */
  readonly warmUpMs: number
}

/**
 * Simulates a limited server behind a fan-out middleware under one constant arrival rate, or recorded arrivals, event by
 * event, without network and processing time. Arrivals in batches (fan-out) make Erlang's formulas wrong, so there is no shortcut.
 * `undefined` for plans of another shape, for keep-alive pools, whose idle connections hold slots, for middlewares that
 * retry, hedge, break the circuit or cancel, and for servers with limits beside that on slots.
 */
export function simulate(plan: Plan, seed: number): Prediction | undefined {
  const model = modelOf(plan)
  return model === undefined ? undefined : new Simulation(model, seed).run()
}

function modelOf(plan: Plan): Model | undefined {
  const server = plan.topology.find((tier) => tier.kind === 'limited-server')
  const middleware = plan.topology.find((tier) => tier.kind === 'middleware')
  const [scenario] = plan.scenarios
  if (server === undefined || middleware === undefined || scenario === undefined) return undefined
  if (plan.topology.length !== 2 || plan.scenarios.length !== 1 || scenario.steps.length !== 1) return undefined
  const [step] = scenario.steps
  if (step?.kind !== 'request') return undefined
  if (plan.target.kind !== 'tier' || plan.target.tier !== middleware.name) return undefined
  if (!isSimulated(scenario.load)) return undefined
  if (limitsOtherwise(server) || middleware.connections === 'keep-alive' || sendsOtherwise(middleware)) return undefined
  const patienceMs = step.timeoutMs ?? scenario.requestTimeoutMs
  return { server, middleware, patienceMs, load: scenario.load, warmUpMs: plan.warmUpMs ?? 0 }
}

/** Policies that make, hold back or drop requests in ways that are not simulated. */
function sendsOtherwise(plan: MiddlewarePlan): boolean {
  const { headersTimeoutMs, totalTimeoutMs, retries, hedge, circuitBreaker, cancel } = plan
  const policies = [headersTimeoutMs, totalTimeoutMs, retries, hedge, circuitBreaker]
  return policies.some((policy) => policy !== undefined) || cancel.siblings || cancel.onClientDisconnect
}

/** Limits beside that on slots. With a connection for each request, it is the same which of them is limited. */
function limitsOtherwise(plan: LimitedServerPlan): boolean {
  const { maxConnections, maxConnectionsPerIp, handlerTimeout, sleepWhenLimitedMs } = plan
  return (
    [maxConnections, maxConnectionsPerIp, handlerTimeout].some((limit) => limit !== undefined) || sleepWhenLimitedMs > 0
  )
}

/** What the middleware sends for one of a fan-out. */
interface UpstreamRequest {
  readonly onEnd: (ok: boolean) => void
  /** Whether the middleware still waits. */
  awaited: boolean
}

class Simulation {
  readonly #model: Model
  readonly #events = new EventQueue()
  readonly #arrivals: Iterator<number>
  readonly #server: SimulatedServer
  /** Those that wait because of `maxSockets`. */
  readonly #waiting = new Set<() => void>()
  readonly #responseTimesMs: number[] = []
  readonly #closedByMiddlewareMs: number[] = []
  #nowMs = 0
  #established = 0
  #sent = 0
  #refused = 0
  #served = 0

  constructor(model: Model, seed: number) {
    this.#model = model
    this.#arrivals = simulatedArrivals(model.load, createRandom(deriveSeed(seed, 'arrivals')))
    const time = { nowMs: () => this.#nowMs, at: (atMs: number, event: () => void) => this.#at(atMs, event) }
    this.#server = new SimulatedServer(model.server, time, seed)
  }

  run(): Prediction {
    const { durationMs } = this.#model.load
    const countedMs = durationMs - this.#model.warmUpMs
    this.#planNextArrival()
    const samples: { slots: number; established: number }[] = []
    for (let atMs = durationMs * 0.8; atMs < durationMs; atMs += durationMs / 500) {
      this.#at(atMs, () => samples.push({ slots: this.#server.slotsInUse, established: this.#established }))
    }
    for (;;) {
      const nextMs = this.#events.nextMs
      if (nextMs === undefined) break
      this.#nowMs = nextMs
      this.#events.runNext()
    }
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    const times = this.#responseTimesMs.sort((a, b) => a - b)
    return {
      refusedShare: this.#refused / this.#sent,
      servedShare: this.#served / times.length,
      goodputPerSecond: (this.#served * 1000) / countedMs,
      responseTimeP95Ms: times[Math.ceil(times.length * 0.95) - 1] ?? 0,
      slotsInUse: mean(samples.map((sample) => sample.slots)),
      establishedOnMiddleware: mean(samples.map((sample) => sample.established)),
      timeWaitOnMiddleware: this.#closedByMiddlewareMs.filter(
        (atMs) => atMs <= durationMs && atMs > durationMs - timeWaitMs,
      ).length,
    }
  }

  #at(atMs: number, event: () => void): void {
    this.#events.add(atMs, event)
  }

  #planNextArrival(): void {
    const next = this.#arrivals.next()
    if (next.done) return
    this.#at(next.value, () => {
      this.#clientRequest()
      this.#planNextArrival()
    })
  }

  #clientRequest(): void {
    const { middleware, patienceMs } = this.#model
    const startMs = this.#nowMs
    let answered = false
    const answer = (ok: boolean) => {
      if (answered) return
      answered = true
      if (startMs < this.#model.warmUpMs) return
      this.#responseTimesMs.push(this.#nowMs - startMs)
      if (ok) this.#served += 1
    }
    this.#at(startMs + patienceMs, () => answer(false))
    let left = middleware.fanout
    const sendNext = () =>
      this.#send((ok) => {
        left -= 1
        if (!ok || left === 0) answer(ok)
        else if (middleware.order === 'sequence') sendNext()
      })
    for (let sent = 0; sent < (middleware.order === 'parallel' ? middleware.fanout : 1); sent += 1) sendNext()
  }

  #send(onEnd: (ok: boolean) => void): void {
    const { maxSockets = Number.POSITIVE_INFINITY, timeoutMs } = this.#model.middleware
    const request: UpstreamRequest = { onEnd, awaited: true }
    let cancel = () => {}
    const connect = () => {
      cancel = this.#connect(request)
    }
    if (timeoutMs !== undefined) {
      this.#at(this.#nowMs + timeoutMs, () => {
        if (!request.awaited) return
        request.awaited = false
        this.#waiting.delete(connect)
        cancel()
        onEnd(false)
      })
    }
    if (this.#established < maxSockets) connect()
    else this.#waiting.add(connect)
  }

  /** Opens a connection for a request. The function returned closes it before an answer has come. */
  #connect(request: UpstreamRequest): () => void {
    const isCounted = this.#nowMs >= this.#model.warmUpMs
    if (isCounted) this.#sent += 1
    this.#established += 1
    const onServer: SimulatedRequest = {
      ended: (how) => {
        if (how === 'refused' && isCounted) this.#refused += 1
        if (!request.awaited) return
        request.awaited = false
        if (this.#closesFirst(how)) this.#closedByMiddlewareMs.push(this.#nowMs)
        this.#closed()
        request.onEnd(how === 'answered')
      },
    }
    this.#server.enter(onServer)
    return () => {
      this.#closed()
      this.#server.clientLeft(onServer)
    }
  }

  /** Whoever is refused a connection has it reset; whoever is refused a request gets a response like any other. */
  #closesFirst(how: 'answered' | 'refused'): boolean {
    const { middleware, server } = this.#model
    if (middleware.connections !== 'client-closes') return false
    return how === 'answered' || (server.limit === 'requests' && server.refusal.kind === 'response')
  }

  #closed(): void {
    this.#established -= 1
    const [next] = this.#waiting
    if (next === undefined) return
    this.#waiting.delete(next)
    next()
  }
}
