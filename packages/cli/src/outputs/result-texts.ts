import { histogramLog, type RunResult } from '@loadrun/metrics'
import {
  type Language,
  renderCsv,
  renderJunit,
  renderMarkdown,
  renderRunPage,
  renderSummary,
  type TerminalOptions,
} from '@loadrun/report'

/** How the terminal is, for the form that is for one, and what a page speaks. */
type FormOptions = TerminalOptions & { readonly language?: Language | undefined }

/** The forms that a result can be written in, by the word that asks for them. */
const forms = {
  html: (result: RunResult, { language }: FormOptions) => renderRunPage(result, language),
  text: renderSummary,
  markdown: renderMarkdown,
  junit: renderJunit,
  csv: renderCsv,
  hlog: histogramLog,
  // OpenTelemetry's libraries are read where they are wanted: they take longer than the rest of a short command.
  prometheus: async (result: RunResult) => (await import('@loadrun/outputs')).renderPrometheus(result),
  json: (result: RunResult) => `${JSON.stringify(result)}\n`,
} as const satisfies Readonly<Record<string, (result: RunResult, options: FormOptions) => string | Promise<string>>>

export type ResultFormat = keyof typeof forms

export const resultFormats = Object.keys(forms) as readonly ResultFormat[]

export async function resultText(result: RunResult, format: ResultFormat, options: FormOptions): Promise<string> {
  return forms[format](result, options)
}
