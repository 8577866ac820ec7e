import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { StartedCommand } from './loadrun.ts'

/** Resolves when a run into this folder has written so many seconds of what it measured, or has ended. */
export async function secondsMeasured(run: StartedCommand, folder: string, seconds: number): Promise<void> {
  let hasEnded = false
  void run.ended.then(() => {
    hasEnded = true
  })
  const written = async () => {
    if (hasEnded) return seconds
    const text = await readFile(join(folder, 'partial.ndjson'), 'utf8').catch(() => '')
    // The first line tells of the run.
    return text.split('\n').length - 2
  }
  await expect.poll(written, { timeout: 200_000 }).toBeGreaterThanOrEqual(seconds)
}
