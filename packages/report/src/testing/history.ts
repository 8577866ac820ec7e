import { type KeptRun, trendOf } from '@loadrun/analysis'
import type { KeptHistory } from '../content/history.ts'

/** Twelve commits of a shop, of which the seventh made it slower. */
export function shopHistory(): KeptHistory {
  const runs = Array.from({ length: 12 }, (_, day): KeptRun => {
    const slower = day < 6 ? 0 : 60
    return {
      scenario: 'shop',
      variant: 'run',
      startedAt: new Date(Date.UTC(2026, 8, day + 1, 10)).toISOString(),
      commit: {
        hash: `${(0xabc0000 + day).toString(16)}0000000`,
        subject: day === 6 ? 'Ask the <b>basket</b> twice' : `Change ${day}`,
        dirty: day === 11,
      },
      outcome: 'passed',
      figures: [
        { id: 'goodput', label: 'Goodput', unit: 'perSecond', better: 'higher', value: 100 + (day % 3) },
        {
          id: 'response-time-p95-ok',
          label: 'Response time p95, served requests',
          unit: 'ms',
          better: 'lower',
          value: 200 + slower + (day % 4),
        },
      ],
    }
  })
  const trends = ['goodput', 'response-time-p95-ok'].map((id) => trendOf(runs, id)).filter((one) => one !== undefined)
  return { scenario: 'shop', variant: 'run', trends, runs }
}
