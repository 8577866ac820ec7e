import type { LimitedServerPlan, MiddlewarePlan, Plan, Scenario } from '@loadrun/plan'
import { createRandom, deriveSeed, drawExponential, drawMs, type Random } from '@loadrun/random'
import { timeWaitMs } from '../sockets/time-wait-flow.ts'
import { EventQueue } from './event-queue.ts'

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
  readonly scenario: Scenario
  readonly ratePerSecond: number
  readonly durationMs: number
  readonly poisson: boolean
}

/**
 * Simulates a limited server behind a fan-out middleware under one constant arrival rate, event by event, without
 * network and processing time. Arrivals in batches (fan-out) make Erlang's formulas wrong, so there is no shortcut.
 * `undefined` for plans of another shape, for keep-alive pools, whose idle connections hold slots, and for middlewares
 * that retry, hedge, break the circuit or cancel.
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
  if (scenario.steps[0]?.kind !== 'request') return undefined
  if (plan.target.kind !== 'tier' || plan.target.tier !== middleware.name) return undefined
  if (scenario.load.executor !== 'constant-arrival-rate') return undefined
  if (!isPlainLimit(server)) return undefined
  if (middleware.connections === 'keep-alive' || middleware.maxSockets !== undefined) return undefined
  if (sendsOtherwise(middleware)) return undefined
  const { ratePerSecond, durationMs, arrivals } = scenario.load
  return { server, middleware, scenario, ratePerSecond, durationMs, poisson: arrivals === 'poisson' }
}

/** Policies that make, hold back or drop requests in ways that are not simulated. */
function sendsOtherwise(plan: MiddlewarePlan): boolean {
  const { headersTimeoutMs, totalTimeoutMs, retries, hedge, circuitBreaker, cancel } = plan
  const policies = [headersTimeoutMs, totalTimeoutMs, retries, hedge, circuitBreaker]
  return policies.some((policy) => policy !== undefined) || cancel.siblings || cancel.onClientDisconnect
}

/** Whoever finds no slot is refused at once. With a connection for each request, it is the same which of them is limited. */
function isPlainLimit({ queue, maxConnections, maxConnectionsPerIp, sleepWhenLimitedMs }: LimitedServerPlan): boolean {
  return queue === 0 && maxConnections === undefined && maxConnectionsPerIp === undefined && sleepWhenLimitedMs === 0
}

interface UpstreamRequest {
  readonly sentMs: number
  readonly onEnd: (ok: boolean) => void
  /** Whether the middleware still waits. */
  awaited: boolean
  holdsSlot: boolean
  waitsForWork: boolean
}

class Simulation {
  readonly #model: Model
  readonly #events = new EventQueue()
  readonly #arrivals: Random
  readonly #latencies: Random
  readonly #services: Random
  readonly #workQueue: UpstreamRequest[] = []
  readonly #responseTimesMs: number[] = []
  readonly #closedByMiddlewareMs: number[] = []
  #nowMs = 0
  #slots = 0
  #working = 0
  #established = 0
  #sent = 0
  #refused = 0
  #served = 0

  constructor(model: Model, seed: number) {
    this.#model = model
    this.#arrivals = createRandom(deriveSeed(seed, 'arrivals'))
    this.#latencies = createRandom(deriveSeed(seed, 'latencies'))
    this.#services = createRandom(deriveSeed(seed, 'services'))
  }

  run(): Prediction {
    const { durationMs } = this.#model
    this.#planArrivalAfter(0)
    const samples: { slots: number; established: number }[] = []
    for (let atMs = durationMs * 0.8; atMs < durationMs; atMs += durationMs / 500) {
      this.#at(atMs, () => samples.push({ slots: this.#slots, established: this.#established }))
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
      goodputPerSecond: (this.#served * 1000) / durationMs,
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

  #planArrivalAfter(previousMs: number): void {
    const { ratePerSecond, durationMs, poisson } = this.#model
    const atMs = previousMs + (1000 / ratePerSecond) * (poisson ? drawExponential(this.#arrivals) : 1)
    if (atMs >= durationMs) return
    this.#at(atMs, () => {
      this.#clientRequest()
      this.#planArrivalAfter(atMs)
    })
  }

  #clientRequest(): void {
    const { middleware, scenario } = this.#model
    const startMs = this.#nowMs
    let answered = false
    const answer = (ok: boolean) => {
      if (answered) return
      answered = true
      this.#responseTimesMs.push(this.#nowMs - startMs)
      if (ok) this.#served += 1
    }
    this.#at(startMs + scenario.requestTimeoutMs, () => answer(false))
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
    const { server, middleware } = this.#model
    this.#sent += 1
    if (this.#slots >= (server.concurrency ?? Number.POSITIVE_INFINITY)) {
      this.#refused += 1
      onEnd(false)
      return
    }
    const request: UpstreamRequest = { sentMs: this.#nowMs, onEnd, awaited: true, holdsSlot: true, waitsForWork: false }
    this.#slots += 1
    this.#established += 1
    if (middleware.timeoutMs !== undefined) this.#at(this.#nowMs + middleware.timeoutMs, () => this.#timeOut(request))
    if (server.work === undefined) this.#handle(request)
    else this.#queueForWork(request, server.work.parallel)
  }

  #queueForWork(request: UpstreamRequest, parallel: number): void {
    request.waitsForWork = true
    this.#workQueue.push(request)
    if (this.#working < parallel) this.#startWork()
  }

  #startWork(): void {
    const { work } = this.#model.server
    const request = this.#workQueue.shift()
    if (work === undefined || request === undefined) return
    request.waitsForWork = false
    this.#working += 1
    this.#at(this.#nowMs + drawMs(work.service, this.#services), () => {
      this.#working -= 1
      this.#startWork()
      this.#handle(request)
    })
  }

  #handle(request: UpstreamRequest): void {
    if (!request.holdsSlot) return
    const { phases } = this.#model.server.latency
    const phase = phases.findLast(({ fromMs }) => fromMs <= this.#nowMs) ?? phases[0]
    const latencyMs = phase === undefined ? 0 : drawMs(phase.distribution, this.#latencies)
    this.#at(this.#nowMs + latencyMs, () => this.#complete(request))
  }

  #complete(request: UpstreamRequest): void {
    this.#freeSlot(request)
    if (!request.awaited) return
    request.awaited = false
    this.#established -= 1
    if (this.#model.middleware.connections === 'client-closes') this.#closedByMiddlewareMs.push(this.#nowMs)
    request.onEnd(true)
  }

  #timeOut(request: UpstreamRequest): void {
    if (!request.awaited) return
    request.awaited = false
    this.#established -= 1
    if (this.#model.server.onDisconnect === 'abort') {
      this.#freeSlot(request)
      if (request.waitsForWork) this.#workQueue.splice(this.#workQueue.indexOf(request), 1)
    }
    request.onEnd(false)
  }

  #freeSlot(request: UpstreamRequest): void {
    if (!request.holdsSlot) return
    request.holdsSlot = false
    this.#slots -= 1
  }
}
