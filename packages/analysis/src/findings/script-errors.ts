import type { ScriptErrorGroup } from '@loadrun/metrics'
import { countOf } from '../figures/wording.ts'
import type { FindingRule } from './finding.ts'

/** Told one by one; the rest is told as a number. */
const mostTold = 5

/** What scripts threw, and where: the iterations that it ended sent nothing more. */
export const scriptErrors: FindingRule = ({ total }) => {
  const errors = total.scriptErrors ?? []
  const rest = errors.slice(mostTold).reduce((sum, { count }) => sum + count, 0)
  return [
    ...errors.slice(0, mostTold).map(({ scenario, script, message, place, count }) => ({
      id: 'script-error',
      sentence: isAfter({ scenario, script })
        ? `${message}.`
        : `${countOf(count, 'call')} of the script ${script}${scenario === '' ? '' : ` in ${scenario}`} ended with ` +
          `“${message}”${place === '' ? '' : ` at ${place}`}.`,
      figures: { calls: count },
    })),
    ...(rest === 0
      ? []
      : [
          {
            id: 'script-errors',
            sentence: `${countOf(rest, 'call')} of scripts ended with other errors.`,
            figures: { calls: rest },
          },
        ]),
  ]
}

/** What the scenario file says of the time after the load is no script, and its error says all. */
function isAfter({ scenario, script }: Pick<ScriptErrorGroup, 'scenario' | 'script'>): boolean {
  return scenario === '' && script === 'after'
}
