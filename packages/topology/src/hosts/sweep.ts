import { readdir } from 'node:fs/promises'
import process from 'node:process'
import { isAlive, ownerOf } from './namespace-owner.ts'
import { runCommand } from './run-command.ts'

/** Where iproute2 keeps namespaces that have a name. */
export const namespaceFolder = '/var/run/netns'

/** Names of namespaces on this machine; none where there never were any. */
export async function namespaces(): Promise<readonly string[]> {
  return readdir(namespaceFolder).catch(() => [])
}

/**
 * Removes what runs left behind that could not clear up, such as one ended by SIGKILL: their namespaces, and whatever
 * still runs in those.
 */
export async function sweepDeadOwners(): Promise<void> {
  for (const name of await namespaces()) {
    const owner = ownerOf(name)
    if (owner !== undefined && !isAlive(owner)) await removeNamespace(name)
  }
}

/** Ends what runs in a namespace and removes it. One that is already gone is no problem. */
export async function removeNamespace(name: string): Promise<void> {
  try {
    const pids = await runCommand('ip', ['netns', 'pids', name])
    for (const pid of pids.split('\n').map(Number)) if (pid > 0) kill(pid)
    await runCommand('ip', ['netns', 'delete', name])
  } catch (error) {
    if ((await namespaces()).includes(name)) throw error
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself meanwhile.
  }
}
