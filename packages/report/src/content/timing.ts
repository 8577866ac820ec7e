import { type EncodedHistogram, type Histogram, histogramOf } from '@loadrun/metrics'

/** The values of all histograms as one distribution; `undefined` without any value, where a percentile would be a lie. */
export function timingOf(histograms: readonly EncodedHistogram[]): Histogram | undefined {
  const histogram = histogramOf(...histograms)
  return histogram.count > 0 ? histogram : undefined
}
