import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus'
import type { Labels, Series } from '../figures/series.ts'
import { resourceMetrics } from '../otlp/resource-metrics.ts'

/** Series in Prometheus' text format. */
export function prometheusText(series: readonly Series[], about: Labels): string {
  const serializer = new PrometheusSerializer('', false, undefined, true, true)
  const labelled = series.map((one) => ({ ...one, labels: { ...about, ...one.labels } }))
  return serializer.serialize(resourceMetrics(labelled, {}, { startEpochMs: 0, nowEpochMs: 0 }))
}
