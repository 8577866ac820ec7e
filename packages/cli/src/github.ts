import { appendFile } from 'node:fs/promises'
import process from 'node:process'
import type { RunResult } from '@loadrun/metrics'
import { githubAnnotations, renderMarkdown } from '@loadrun/report'
import type { Terminal } from './terminal.ts'

/** In a step of GitHub Actions: the run in the step's summary, and thresholds that were not kept at their lines. */
export async function tellGithub(result: RunResult, file: string, terminal: Terminal): Promise<void> {
  if (process.env.GITHUB_ACTIONS !== 'true') return
  for (const annotation of githubAnnotations(result, file)) terminal.print(annotation)
  await addToGithubSummary(renderMarkdown(result))
}

/** In a step of GitHub Actions, adds to what the step's page shows. */
export async function addToGithubSummary(markdown: string): Promise<void> {
  const { GITHUB_ACTIONS, GITHUB_STEP_SUMMARY } = process.env
  if (GITHUB_ACTIONS === 'true' && GITHUB_STEP_SUMMARY) await appendFile(GITHUB_STEP_SUMMARY, `${markdown}\n`)
}
