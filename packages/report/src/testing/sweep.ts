import { assessSweep, type Sweep, sweptRun } from '@loadrun/analysis'
import { incidentRun } from './incident.ts'
import { withFindings } from './judgement.ts'

/** The incident at three timeouts, each simulated for 20 s: the first breaks its thresholds, the last cannot be trusted. */
export function incidentSweep(): Sweep {
  const timeoutsMs = [undefined, 1000, 500]
  const values = ['none', '1s', '500ms']
  const swept = timeoutsMs.map((timeoutMs, place) => {
    const name = `timeout=${values[place]}`
    const made = withFindings(
      incidentRun({
        durationMs: 20_000,
        variant: name,
        expect: 'pass',
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      }),
    )
    const { judgement } = made
    const doubts = place === 2 ? ['The load generator was late.'] : []
    const result = {
      ...made,
      judgement: { ...judgement, doubts, outcome: (['failed', 'passed', 'untrusted'] as const)[place] ?? 'passed' },
    }
    return { plan: { name, places: [place], plan: result.plan }, runs: [sweptRun(result, name)], simulations: [] }
  })
  return assessSweep(
    { axes: [{ path: 'topology.middleware.timeout', name: 'timeout', values, positions: undefined }] },
    swept,
  )
}
