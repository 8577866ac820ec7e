import type { Plan } from '@loadrun/plan'
import type { Labels } from './figures/series.ts'
import { otlpOutput } from './otlp/otlp.ts'
import type { Output } from './output.ts'
import { remoteWriteOutput } from './prometheus/remote-write.ts'
import { scrapeOutput } from './prometheus/scrape.ts'

/** Where figures can go while a run goes on, by the word that asks for it. */
export type OutputTarget =
  /** To be scraped there by a Prometheus. */
  | { readonly kind: 'prometheus'; readonly host: string; readonly port: number }
  | { readonly kind: 'remote-write'; readonly url: string }
  | { readonly kind: 'otlp'; readonly url: string }

export interface OutputGiven {
  readonly nowEpochMs: () => number
  /** The header of that name for remote write; `undefined`: none. OpenTelemetry has an environment variable of its own. */
  readonly authorization?: string | undefined
}

/** Rejects where an output cannot be had at all, such as a port that is taken. */
export async function openOutput(target: OutputTarget, plan: Plan, given: OutputGiven): Promise<Output> {
  const about = labelsOf(plan)
  switch (target.kind) {
    case 'prometheus':
      return scrapeOutput(target, about)
    case 'remote-write':
      return remoteWriteOutput(target.url, about, given)
    case 'otlp':
      return otlpOutput(target.url, about, given.nowEpochMs)
  }
}

/** What all figures of a run are labelled with. */
export function labelsOf({ name, variant }: Plan): Labels {
  return { test: name, variant: variant.name }
}
