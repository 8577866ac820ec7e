import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** A name of the network stack that this process uses: two processes with the same one see the same sockets. */
export function networkIdentity(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot} ${readlinkSync('/proc/self/ns/net')}`
  } catch {
    // No Linux, so no namespaces either: the machine is one.
    return hostname()
  }
}
