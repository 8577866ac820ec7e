import { countOf, countText, durationText } from '../figures/wording.ts'
import type { FindingRule } from './finding.ts'

/** What is not counted, and where it can be seen all the same. */
export const warmUp: FindingRule = ({ plan, total }) => {
  if (plan.warmUpMs === undefined || total.warmUp === undefined) return []
  const { requests, failures, iterations, droppedIterations } = total.warmUp
  const failed = Object.values(failures).reduce((sum, count) => sum + count, 0)
  const dropped = droppedIterations === 0 ? '' : `; ${countOf(droppedIterations, 'arrival')} found no free user`
  return [
    {
      id: 'warm-up',
      sentence:
        `The first ${durationText(plan.warmUpMs)} were a warm-up: ${countOf(requests, 'request')} (${countText(failed)} failed) ` +
        `of that time are not counted${dropped}. What is found of sockets and tiers is of the whole run.`,
      figures: { warmUpMs: plan.warmUpMs, requests, failed, iterations, droppedIterations },
    },
  ]
}
