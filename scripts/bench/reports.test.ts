import { expect, test } from 'vitest'
import { reports } from './reports.ts'

test.each([
  [
    'wrk',
    '  Latency Distribution\n     50%  612.00us\n     75%    1.10ms\n     99%    1.02s \n',
    { 50: 0.612, 75: 1.1, 99: 1020 },
  ],
  ['wrk2', ' 50.000%    1.02ms\n 99.900%  908.29ms\n#[Mean    =        1.0]\n', { 50: 1.02, 99.9: 908.29 }],
  ['hey', 'Latency distribution:\n  50% in 0.0027 secs\n  99% in 0.0840 secs\n', { 50: 2.7, 99: 84 }],
  ['autocannon', '{"latency":{"p50":1,"p90":2,"p99":3,"p99_9":4}}', { 50: 1, 90: 2, 99: 3, 99.9: 4 }],
  ['bombardier', '{"result":{"latency":{"percentiles":{"50":1000,"99":2500}}}}', { 50: 1, 99: 2.5 }],
  ['vegeta', '{"latencies":{"50th":1e6,"90th":2e6,"95th":3e6,"99th":4e6}}', { 50: 1, 90: 2, 95: 3, 99: 4 }],
  [
    'artillery',
    '{"aggregate":{"summaries":{"http.response_time":{"p50":1,"p90":2,"p95":3,"p99":4,"p999":5}}}}',
    { 50: 1, 90: 2, 95: 3, 99: 4, 99.9: 5 },
  ],
  [
    'k6',
    '{"metrics":{"http_req_duration":{"values":{"p(50)":1,"p(90)":2,"p(99)":3,"p(99.9)":4}}}}',
    { 50: 1, 90: 2, 99: 3, 99.9: 4 },
  ],
])('%s’s percentiles are read as milliseconds', (generator, output, wanted) => {
  const read = reports[generator]?.(output) ?? {}
  expect(Object.keys(read)).toEqual(Object.keys(wanted))
  for (const [share, ms] of Object.entries(wanted)) expect(read[Number(share)]).toBeCloseTo(ms)
})
