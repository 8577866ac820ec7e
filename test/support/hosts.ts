import { existsSync, readdirSync } from 'node:fs'
import process from 'node:process'

/** Whether tests of tiers on hosts of their own are to be skipped: making network namespaces needs Linux and root. */
export const hostsAreMissing = process.platform !== 'linux' || process.geteuid?.() !== 0

if (hostsAreMissing) process.stdout.write('Skipped: network namespaces need Linux and root\n')

/** nginx runs as a tier. Where CI is set, it has to be there. */
export const nginxIsMissing = hostsAreMissing || (!existsSync('/usr/sbin/nginx') && process.env.CI === undefined)

if (nginxIsMissing && !hostsAreMissing) process.stdout.write('Skipped: nginx is not on this machine\n')

/** Names of the network namespaces that a process of loadrun has made and not yet removed. */
export function namespacesOf(pid: number | undefined): readonly string[] {
  try {
    return readdirSync('/var/run/netns').filter((name) => name.startsWith(`loadrun-${pid}-`))
  } catch {
    return []
  }
}
