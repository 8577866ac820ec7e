import { type HrTime, ValueType } from '@opentelemetry/api'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  AggregationTemporality,
  type DataPoint,
  DataPointType,
  type MetricData,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics'
import {
  bounds,
  type FigureName,
  figures,
  type HistogramSeries,
  type Labels,
  type NumberSeries,
  type Series,
} from '../figures/series.ts'

/** When the load started and now, in milliseconds since the Unix epoch. */
export interface Times {
  readonly startEpochMs: number
  readonly nowEpochMs: number
}

/** Series as OpenTelemetry's exporters take them. `about` names the run. */
export function resourceMetrics(series: readonly Series[], about: Labels, times: Times): ResourceMetrics {
  const byName = Map.groupBy(series, ({ name }) => name)
  return {
    resource: resourceFromAttributes({ 'service.name': 'loadrun', ...about }),
    scopeMetrics: [
      { scope: { name: 'loadrun' }, metrics: [...byName].map(([name, ofName]) => metricData(name, ofName, times)) },
    ],
  }
}

function metricData(name: FigureName, series: readonly Series[], times: Times): MetricData {
  const { kind, unit, help } = figures[name]
  const common = {
    descriptor: { name, unit, description: help, valueType: ValueType.DOUBLE },
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
  }
  const numbers = series.filter((one): one is NumberSeries => 'value' in one)
  switch (kind) {
    case 'counter':
      return {
        ...common,
        dataPointType: DataPointType.SUM,
        isMonotonic: true,
        dataPoints: numbers.map(({ labels, value }) => dataPoint(labels, value, times)),
      }
    case 'gauge':
      return {
        ...common,
        dataPointType: DataPointType.GAUGE,
        dataPoints: numbers.map(({ labels, value }) => dataPoint(labels, value, times)),
      }
    case 'histogram':
      return {
        ...common,
        dataPointType: DataPointType.HISTOGRAM,
        dataPoints: series
          .filter((one): one is HistogramSeries => 'histogram' in one)
          .map(({ labels, histogram: { counts, sum, count } }) =>
            dataPoint(labels, { buckets: { boundaries: [...bounds], counts: [...counts] }, sum, count }, times),
          ),
      }
  }
}

function dataPoint<Value>(attributes: Labels, value: Value, { startEpochMs, nowEpochMs }: Times): DataPoint<Value> {
  return { attributes, value, startTime: hrTime(startEpochMs), endTime: hrTime(nowEpochMs) }
}

function hrTime(epochMs: number): HrTime {
  const seconds = Math.floor(epochMs / 1000)
  return [seconds, Math.round((epochMs - seconds * 1000) * 1e6)]
}
