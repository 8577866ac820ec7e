import { execFileSync } from 'node:child_process'
import type { LocalPorts } from '@loadrun/metrics'
import { scanListing } from './listings/scan-listing.ts'
import type { SocketSource } from './socket-source.ts'
import type { TcpSocket } from './tcp-socket.ts'

const timeoutMs = 10_000
const mostBytes = 64 * 1024 * 1024

/** What systems give out where they are not set up otherwise (RFC 6335): macOS, FreeBSD and Windows alike. */
const usualRange = { low: 49_152, high: 65_535 }

/** netstat's arguments: all TCP sockets, in numbers, and on macOS with addresses that are not cut off. */
function netstatArguments(platform: string): readonly string[] {
  if (platform === 'win32') return ['-an']
  return platform === 'darwin' ? ['-anW', '-p', 'tcp'] : ['-an', '-p', 'tcp']
}

/** Sockets as netstat lists them, for systems without `/proc/net`. It blocks for as long as the command takes. */
export class NetstatSource implements SocketSource {
  readonly #platform: string

  constructor(platform: string) {
    this.#platform = platform
  }

  scan(visit: (socket: TcpSocket) => boolean): void {
    scanListing(outputOf('netstat', netstatArguments(this.#platform)), visit)
  }

  counters(): ReadonlyMap<string, number> {
    return new Map()
  }

  gauges(): Readonly<Record<string, number>> {
    return {}
  }

  [Symbol.dispose](): void {}
}

/** The range that the system was set up with; the usual one where it cannot be asked. */
export function readLocalPortsWithoutProc(platform: string): LocalPorts {
  try {
    const text =
      platform === 'win32'
        ? outputOf('netsh', ['int', 'ipv4', 'show', 'dynamicport', 'tcp'])
        : outputOf('sysctl', ['-n', 'net.inet.ip.portrange.first', 'net.inet.ip.portrange.last'])
    return { portRange: portRangeIn(text, platform) ?? usualRange }
  } catch {
    return { portRange: usualRange }
  }
}

/** sysctl tells the first and the last port, netsh the first and how many: two numbers, in whatever language. */
export function portRangeIn(text: string, platform: string): LocalPorts['portRange'] | undefined {
  const [first, second] = [...text.matchAll(/\b\d{2,5}\b/g)].map(([number]) => Number(number))
  if (first === undefined || second === undefined) return undefined
  const high = platform === 'win32' ? first + second - 1 : second
  return first <= high && high <= 65_535 ? { low: first, high } : undefined
}

function outputOf(command: string, args: readonly string[]): string {
  return execFileSync(command, args, {
    encoding: 'utf8',
    timeout: timeoutMs,
    maxBuffer: mostBytes,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  })
}
