import { isMapping, type Written } from '../imported.ts'

const statistics: Readonly<Record<string, string>> = {
  min: 'min',
  max: 'max',
  mean: 'avg',
  median: 'med',
  p50: 'p(50)',
  p75: 'p(75)',
  p90: 'p(90)',
  p95: 'p(95)',
  p99: 'p(99)',
  p999: 'p(99.9)',
}

/** What `ensure` promises: of response times in milliseconds, and `maxErrorRate` in percent. */
export function thresholdsOf(ensure: unknown, notes: string[]): Written {
  if (!isMapping(ensure)) return {}
  const listed = Array.isArray(ensure.thresholds) ? ensure.thresholds.filter(isMapping) : []
  const all = [...Object.entries(ensure).filter(([key]) => key !== 'thresholds'), ...listed.flatMap(Object.entries)]
  const times: string[] = []
  const failures: string[] = []
  const counts: Record<string, string> = {}
  for (const [key, value] of all) {
    const statistic = statistics[key.replace(/^http\.response_time\./, '')]
    if (key === 'maxErrorRate') failures.push(`rate <= ${Number(value)}%`)
    else if (/^http\.codes\.[1-5]\d\d$/.test(key))
      counts[`http_reqs{status:${key.slice(-3)}}`] = `count < ${Number(value)}`
    else if (statistic !== undefined) times.push(`${statistic} < ${Number(value)}ms`)
    else notes.push(`ensure ${key} (${JSON.stringify(value)}) is not carried over`)
  }
  return {
    ...(times.length > 0 ? { http_req_duration: times } : {}),
    ...(failures.length > 0 ? { http_req_failed: failures } : {}),
    ...counts,
  }
}
