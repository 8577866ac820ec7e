import process from 'node:process'
import type { LocalPorts } from '@loadrun/metrics'
import { readLocalPorts } from './kernel-settings.ts'
import { NetstatSource, readLocalPortsWithoutProc } from './netstat-source.ts'
import { ProcSource } from './proc-source.ts'
import type { TcpSocket } from './tcp-socket.ts'

/** Where one host's sockets are read from, again and again. */
export interface SocketSource extends Disposable {
  /** Hands out all sockets of this moment. `visit` answers whether it wanted the socket. */
  scan(visit: (socket: TcpSocket) => boolean): void
  /** Kernel counters as they stand, by name; none where the system does not tell them. */
  counters(): ReadonlyMap<string, number>
  gauges(): Readonly<Record<string, number>>
}

/** Systems whose sockets are listed by netstat. */
const withNetstat: readonly string[] = ['darwin', 'freebsd', 'openbsd', 'win32']

/** Throws where this system does not show its sockets. `procNet` is for Linux: `/proc/net`, or another process's. */
export function openSocketSource(procNet: string, platform: string = process.platform): SocketSource {
  return withNetstat.includes(platform) ? new NetstatSource(platform) : new ProcSource(procNet)
}

/** How this system gives out local ports. */
export function localPortsHere(platform: string = process.platform): LocalPorts {
  return withNetstat.includes(platform) ? readLocalPortsWithoutProc(platform) : readLocalPorts()
}
