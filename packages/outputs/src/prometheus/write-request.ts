import { bounds, figures, type HistogramSeries, type Labels, type Series } from '../figures/series.ts'
import { doubleField, lengthField, varintField } from './protobuf.ts'

/** One number with all of its labels, its name among them. */
interface Sample {
  readonly labels: Labels
  readonly value: number
}

/**
 * A message `WriteRequest` of Prometheus' remote write 1.0, with a sample for each series.
 * https://prometheus.io/docs/specs/prw/remote_write_spec/
 */
export function writeRequest(series: readonly Series[], about: Labels, atEpochMs: number): Buffer {
  const samples = series.flatMap((one) => samplesOf({ ...one, labels: { ...about, ...one.labels } }))
  return Buffer.concat(samples.map((sample) => lengthField(1, timeSeries(sample, atEpochMs))))
}

function samplesOf(series: Series): readonly Sample[] {
  const { name, labels } = series
  if ('value' in series) {
    const suffix = figures[name].kind === 'counter' ? '_total' : ''
    return [{ labels: { __name__: `${name}${suffix}`, ...labels }, value: series.value }]
  }
  return histogramSamples(series)
}

function histogramSamples({ name, labels, histogram: { counts, sum, count } }: HistogramSeries): readonly Sample[] {
  let below = 0
  const buckets = counts.map((ofBucket, index) => {
    below += ofBucket
    return { labels: { __name__: `${name}_bucket`, ...labels, le: String(bounds[index] ?? '+Inf') }, value: below }
  })
  return [
    ...buckets,
    { labels: { __name__: `${name}_sum`, ...labels }, value: sum },
    { labels: { __name__: `${name}_count`, ...labels }, value: count },
  ]
}

/** Labels have to be sorted by name. */
function timeSeries({ labels, value }: Sample, atEpochMs: number): Buffer {
  const sorted = Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Buffer.concat([
    ...sorted.map(([name, text]) => lengthField(1, Buffer.concat([lengthField(1, name), lengthField(2, text)]))),
    lengthField(2, Buffer.concat([doubleField(1, value), varintField(2, BigInt(Math.round(atEpochMs)))])),
  ])
}
