import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Commit } from '@loadrun/analysis'

const execute = promisify(execFile)
const longestMs = 10_000

/** What is checked out in a folder; `undefined` where there is no repository with a commit, or no git. */
export async function checkedOut(folder: string): Promise<Commit | undefined> {
  const git = async (...args: readonly string[]) =>
    (await execute('git', ['-C', folder, ...args], { timeout: longestMs })).stdout
  try {
    const [hash = '', subject = ''] = (await git('log', '-1', '--format=%H%n%s')).split('\n')
    if (hash === '') return undefined
    // Files that are not tracked are results more often than code.
    const changed = await git('status', '--porcelain', '--untracked-files=no')
    return { hash, subject, dirty: changed.trim() !== '' }
  } catch {
    return undefined
  }
}
