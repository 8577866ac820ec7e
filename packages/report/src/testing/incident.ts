import { judge } from '@loadrun/analysis'
import {
  type LegSample,
  type LimitedServerCounts,
  type MiddlewareCounts,
  nothingCounted,
  type RunResult,
} from '@loadrun/metrics'
import { type IncidentOptions, incidentPlan } from './plan.ts'
import { RunRecorder, type SimulatedRequest } from './run-recorder.ts'
import { SimulatedClock, seededRandom } from './simulated-clock.ts'

const limitText = 'The connection cannot be served because Server.Concurrency limit exceeded'
const timeoutText = 'upstream did not answer within 1000 ms'
const timeWaitMs = 60_000

/**
 * A run as `scenarios/incident.yaml` makes it, simulated request by request without any network: for looking at reports
 * that have realistic figures in them. `timeoutMs` undefined is the incident, a second is the fix.
 */
export function incidentRun(options: IncidentOptions = {}): RunResult {
  const plan = incidentPlan(options)
  const { durationMs = 75_000, timeoutMs } = options
  const random = seededRandom(plan.seed)
  const clock = new SimulatedClock()
  const recorder = new RunRecorder()
  const server: Writable<LimitedServerCounts> = { ...nothingCounted.server }
  const middleware: Writable<MiddlewareCounts> = { ...nothingCounted.middleware }
  let lingering = 0
  const linger = () => {
    lingering += 1
    clock.after(timeWaitMs, () => (lingering -= 1))
  }

  const latencyMs = (): number => {
    const kind = random() * 100
    if (kind < 90) return 100 + random() * 200
    return kind < 92 ? 3000 + random() * 2000 : 25_000 + random() * 20_000
  }

  const sendUpstream = (onEnd: (failure: string | undefined) => void): void => {
    middleware.upstreamRequests += 1
    middleware.upstreamSent += 1
    middleware.upstreamConnections += 1
    middleware.upstreamInFlight += 1
    const end = (failure: string | undefined) => {
      middleware.upstreamInFlight -= 1
      if (failure === undefined) middleware.upstreamOk += 1
      else middleware.upstreamFailed += 1
      onEnd(failure)
    }
    if (server.slotsInUse >= 1000) {
      server.rejected += 1
      recorder.upstreamFailed('status', 503, limitText, clock.nowMs)
      clock.after(1 + random() * 3, () => end(limitText))
      return
    }
    server.accepted += 1
    server.slotsInUse += 1
    server.openConnections += 1
    server.handling += 1
    let open = true
    const release = (counter: 'served' | 'aborted') => {
      open = false
      server.slotsInUse -= 1
      server.openConnections -= 1
      server.handling -= 1
      server[counter] += 1
    }
    clock.after(latencyMs(), () => {
      if (!open) return
      release('served')
      linger()
      end(undefined)
    })
    if (timeoutMs !== undefined) {
      clock.after(timeoutMs, () => {
        if (!open) return
        release('aborted')
        linger()
        middleware.upstreamTimeouts += 1
        recorder.upstreamFailed('timeout', undefined, timeoutText, clock.nowMs)
        end(timeoutText)
      })
    }
  }

  const visit = (): void => {
    const latenessMs = random() < 0.02 ? random() * 12 : random() * 1.5
    const blockedMs = 0.2 + random() * 0.6
    const startMs = clock.nowMs
    let answered = false
    recorder.started()
    const finish = (status: number | undefined, failure: SimulatedRequest['failure']) => {
      if (answered) return false
      answered = true
      const endMs = Math.max(clock.nowMs + random(), startMs + blockedMs + 0.2)
      recorder.ended({ startMs, endMs, latenessMs, blockedMs, status, failure })
      return true
    }
    clock.after(5000, () => {
      if (finish(undefined, { cause: 'timeout', text: 'no complete answer within 5 s' })) {
        middleware.abandonedByClient += 1
      }
    })
    middleware.received += 1
    middleware.inFlight += 1
    let missing = 3
    let failed: string | undefined
    for (let sent = 0; sent < 3; sent += 1) {
      sendUpstream((failure) => {
        missing -= 1
        failed ??= failure
        if (failure !== undefined && failed === failure && middleware.inFlight > 0) {
          if (finish(502, { cause: 'status', text: failure })) middleware.answeredFailed += 1
        }
        if (missing > 0) return
        middleware.inFlight -= 1
        if (failed === undefined && finish(200, undefined)) middleware.answeredOk += 1
      })
    }
  }

  const arrive = (): void => {
    if (clock.nowMs >= durationMs) return
    visit()
    clock.after((-Math.log(1 - random()) * 1000) / 150, arrive)
  }
  clock.after(0, arrive)

  for (let atMs = 1000; atMs <= durationMs + 5000; atMs += 1000) {
    clock.after(atMs, () => {
      const { inFlight } = middleware
      const hungUp = Math.min(40, Math.round(inFlight / 12))
      const legs: Readonly<Record<string, LegSample>> = {
        'client → middleware': {
          from: { ESTABLISHED: inFlight + 12, FIN_WAIT2: hungUp },
          to: { ESTABLISHED: inFlight + 12, CLOSE_WAIT: hungUp },
          portsToBusiestDestination: inFlight + 12,
        },
        'middleware → server': {
          from: { ESTABLISHED: server.slotsInUse, TIME_WAIT: lingering, SYN_SENT: random() < 0.3 ? 1 : 0 },
          to: { ESTABLISHED: server.slotsInUse, CLOSE_WAIT: random() < 0.2 ? 2 : 0 },
          portsToBusiestDestination: Math.round((server.slotsInUse + lingering) / 16),
        },
      }
      recorder.sampled(clock.nowMs, { server: { ...server }, middleware: { ...middleware } }, legs)
    })
  }
  clock.runUntil(durationMs + 6000)
  const measured = recorder.result(plan)
  return { ...measured, version: 1, judgement: judge(measured) }
}

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] }
