import type { RunProgress } from '@loadrun/engine'
import { thisHost } from '@loadrun/engine'
import { joinMetrics, type Metrics, type RunResult } from '@loadrun/metrics'
import type { Plan } from '@loadrun/plan'
import { runContent, runningContent } from '@loadrun/report'
import type { LiveServer } from './live-server.ts'

/** One run, as it is told to those who look at the live page. */
export interface LiveRun {
  show(progress: RunProgress): void
  finish(result: RunResult): void
}

/** `title`: what the run is called among the others. */
export function liveRun(server: LiveServer, plan: Plan, title: string): LiveRun {
  const intervals: Metrics[] = []
  let total: Metrics | undefined
  return {
    show({ interval, soFar }) {
      intervals.push(interval)
      const joined = total === undefined ? interval : joinMetrics(total, interval)
      total = joined
      server.update(title, title, () =>
        runningContent({ plan, host: thisHost(), total: joined, intervals: [...intervals], ...soFar() }),
      )
    },
    finish(result) {
      const content = runContent(result)
      server.update(title, title, () => content)
    },
  }
}
