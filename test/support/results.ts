import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunResult } from '../../packages/metrics/src/index.ts'

/** What a run left in a folder. */
export async function resultIn(...path: readonly string[]): Promise<RunResult> {
  return JSON.parse(await readFile(join(...path, 'result.json'), 'utf8'))
}

/** What a run was found to show, by the findings' names. */
export function findingsOf({ judgement }: RunResult): ReadonlyMap<string, string> {
  return new Map(judgement.findings.map(({ id, sentence }) => [id, sentence]))
}
