import { histogramOf, type Metrics, type SocketSample } from '@loadrun/metrics'
import { type Plan, plannedEndMs } from '@loadrun/plan'
import { renderProgress } from '@loadrun/report'
import type { Terminal } from './terminal.ts'

export interface RunProgressLine {
  show(interval: Metrics, sockets: SocketSample | undefined): void
  end(): void
}

/** Keeps the progress line of one run. */
export function runProgress(plan: Plan, terminal: Terminal): RunProgressLine {
  const totalMs = plannedEndMs(plan)
  let requests = 0
  let failed = 0
  return {
    show(interval, sockets) {
      const outcomes = Object.values(interval.requests)
      const ended = outcomes.reduce((sum, request) => sum + request.ok.count + request.failed.count, 0)
      requests += ended
      const { warmUp } = interval
      failed += outcomes.reduce((sum, request) => sum + request.failed.count, 0)
      const seconds = (interval.toMs - interval.fromMs) / 1000
      const state = {
        name: warmUp === undefined ? plan.variant.name : `${plan.variant.name} (warm-up)`,
        elapsedMs: interval.toMs,
        totalMs,
        ratePerSecond: seconds > 0 ? (ended + (warmUp?.requests ?? 0)) / seconds : 0,
        failed,
        requests,
        p99Ms: p99MsOf(interval),
        sockets: sockets && socketTotals(sockets),
      }
      terminal.progress(renderProgress(state, terminal))
    },
    end() {
      terminal.endProgress()
    },
  }
}

function p99MsOf(interval: Metrics): number | undefined {
  const times = histogramOf(
    ...Object.values(interval.requests).flatMap(({ ok, failed }) => [ok.responseTime, failed.responseTime]),
  )
  return times.count === 0 ? undefined : times.percentileMs(99)
}

/** Connections once, although on one machine both their ends are seen; TIME_WAIT is only ever at one end. */
function socketTotals({ legs }: SocketSample): { established: number; timeWait: number } {
  let established = 0
  let timeWait = 0
  for (const { from, to } of Object.values(legs)) {
    established += from.ESTABLISHED ?? 0
    timeWait += (from.TIME_WAIT ?? 0) + (to.TIME_WAIT ?? 0)
  }
  return { established, timeWait }
}
