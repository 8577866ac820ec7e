/** Milliseconds by percentile, as far as a generator tells them. */
export type Percentiles = Readonly<Record<number, number>>

/** Reads what a generator prints. */
export const reports: Readonly<Record<string, (output: string) => Percentiles>> = {
  wrk: ofWrk,
  wrk2: ofWrk,
  hey: (output) => {
    const lines = [...output.matchAll(/^\s+([\d.]+)%+ in ([\d.]+) secs/gm)]
    return Object.fromEntries(lines.map(([, share, seconds]) => [Number(share), Number(seconds) * 1000]))
  },
  bombardier: (output) => {
    const { percentiles } = JSON.parse(output).result.latency
    return Object.fromEntries(Object.entries(percentiles).map(([share, us]) => [Number(share), Number(us) / 1000]))
  },
  autocannon: (output) => {
    const { latency } = JSON.parse(output)
    return { 50: latency.p50, 90: latency.p90, 99: latency.p99, 99.9: latency.p99_9 }
  },
  oha: (output) => {
    const lines = [...output.matchAll(/^\s+([\d.]+)% in ([\d.]+) (secs|ms|us|sec)/gm)]
    return Object.fromEntries(lines.map(([, share, value, unit]) => [Number(share), Number(value) * factorOf(unit)]))
  },
  vegeta: (output) => {
    const { latencies } = JSON.parse(output)
    const ms = (name: string) => latencies[name] / 1e6
    return { 50: ms('50th'), 90: ms('90th'), 95: ms('95th'), 99: ms('99th') }
  },
  artillery: (output) => {
    const { p50, p90, p95, p99, p999 } = JSON.parse(output).aggregate.summaries['http.response_time']
    return { 50: p50, 90: p90, 95: p95, 99: p99, 99.9: p999 }
  },
  k6: (output) => {
    const { values } = JSON.parse(output).metrics.http_req_duration
    return { 50: values['p(50)'], 90: values['p(90)'], 99: values['p(99)'], 99.9: values['p(99.9)'] }
  },
}

/** `99.900%  908.29ms`, and of wrk only whole percentages. */
function ofWrk(output: string): Percentiles {
  const lines = [...output.matchAll(/^\s+(\d[\d.]*)%\s+([\d.]+)(us|ms|s|m)\s*$/gm)]
  return Object.fromEntries(lines.map(([, share, value, unit]) => [Number(share), Number(value) * factorOf(unit)]))
}

function factorOf(unit = ''): number {
  if (unit === 'us') return 0.001
  if (unit === 'ms') return 1
  return unit === 'm' ? 60_000 : 1000
}
