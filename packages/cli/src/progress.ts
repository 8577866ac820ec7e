import type { Metrics, SocketSample } from '@loadrun/metrics'
import type { Plan } from '@loadrun/plan'
import { renderProgress } from '@loadrun/report'
import type { Terminal } from './terminal.ts'

export interface RunProgressLine {
  show(interval: Metrics, sockets: SocketSample | undefined): void
  end(): void
}

/** Keeps the progress line of one run. */
export function runProgress(plan: Plan, terminal: Terminal): RunProgressLine {
  return {
    show(interval, sockets) {
      terminal.progress(renderProgress({ plan, interval, sockets }, terminal))
    },
    end() {
      terminal.endProgress()
    },
  }
}
