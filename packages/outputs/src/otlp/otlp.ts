import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http'
import { RunFigures } from '../figures/run-figures.ts'
import type { Labels } from '../figures/series.ts'
import type { Output } from '../output.ts'
import { resourceMetrics } from './resource-metrics.ts'

const timeoutMs = 5000

/**
 * Sends the figures to an OTLP receiver (HTTP, JSON) once a second. While an earlier sending is under way the next one
 * waits for its end: figures are cumulative, so nothing is lost. Headers come from `OTEL_EXPORTER_OTLP_HEADERS`.
 */
export function otlpOutput(url: string, about: Labels, nowEpochMs: () => number): Output {
  const exporter = new OTLPMetricExporter({ url, timeoutMillis: timeoutMs })
  const figures = new RunFigures()
  const startEpochMs = nowEpochMs()
  let sending: Promise<void> | undefined
  let failed = 0
  let sent = 0
  let reason = ''

  function send(): Promise<void> {
    const metrics = resourceMetrics(figures.series, about, { startEpochMs, nowEpochMs: nowEpochMs() })
    return new Promise((resolve) => {
      exporter.export(metrics, ({ error }) => {
        if (error === undefined) sent++
        else {
          failed++
          reason = error.message
        }
        resolve()
      })
    })
  }

  return {
    second(interval, sockets) {
      figures.add(interval, sockets)
      sending ??= send().finally(() => {
        sending = undefined
      })
    },
    async end() {
      await sending
      const before = failed
      await send()
      await exporter.shutdown()
      if (failed === 0) return undefined
      const last = failed > before ? ', the last one among them, so that the end of the run is missing there' : ''
      return `${url} did not take ${failed} of ${failed + sent} sendings${last}: ${reason}`
    },
  }
}
