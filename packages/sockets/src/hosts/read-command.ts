import { spawn } from 'node:child_process'
import { scanListing } from '../listings/scan-listing.ts'
import { groupSockets } from '../socket-groups.ts'
import { copyOf, type TcpSocket } from '../tcp-socket.ts'
import { sumsOf } from './grouped-reading.ts'
import type { HostReading, ReadHost } from './host-reading.ts'

const mostBytes = 64 * 1024 * 1024

/** Where Linux begins to give out ports unless it is told otherwise: a host that is asked with a command tells no range. */
const firstEphemeralPort = 32_768

/** Runs the command for each look, without a shell and without a terminal that it could ask for a password. */
export function commandReader(argv: readonly string[], ports: readonly number[] | undefined): ReadHost {
  return async (signal) => readingOf(await outputOf(argv, signal), ports)
}

function readingOf(text: string, ports: readonly number[] | undefined): HostReading {
  const sockets: TcpSocket[] = []
  scanListing(text, (socket) => sockets.push(copyOf(socket)))
  const groups = groupSockets(
    (visit) => sockets.forEach(visit),
    (port) => port >= firstEphemeralPort && ports?.includes(port) !== true,
  )
  return { ...sumsOf(groups, ports), counters: {}, gauges: {} }
}

/** What the command prints. Rejects where it cannot be started, does not end with 0, or prints more than 64 MiB. */
async function outputOf([program = '', ...args]: readonly string[], signal: AbortSignal): Promise<string> {
  signal.throwIfAborted()
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, windowsHide: true })
  // In a process group of its own, so that what the command started ends with it, and Ctrl-C does not reach it.
  const kill = () => killGroup(child.pid)
  signal.addEventListener('abort', kill, { once: true })
  const chunks: Buffer[] = []
  let bytes = 0
  let complaint = ''
  child.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > mostBytes) kill()
    else chunks.push(chunk)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = `${complaint}${text}`.slice(-2000)
  })
  try {
    const ended = await new Promise<{ code: number | null; by: NodeJS.Signals | null }>((resolve, reject) => {
      child.once('error', (error) => reject(new Error(`\`${program}\` cannot be started: ${error.message}`)))
      child.once('close', (code, by) => resolve({ code, by }))
    })
    signal.throwIfAborted()
    if (bytes > mostBytes) throw new Error(`\`${program}\` prints more than 64 MiB`)
    if (ended.code !== 0) {
      const how = ended.code === null ? `by ${ended.by}` : `with exit code ${ended.code}`
      throw new Error(`\`${program}\` ended ${how}${lastLine(complaint)}`)
    }
    return Buffer.concat(chunks).toString('utf8')
  } finally {
    signal.removeEventListener('abort', kill)
  }
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
  } catch {
    // It has ended already.
  }
}

function lastLine(complaint: string): string {
  const line = complaint.trim().split('\n').at(-1) ?? ''
  return line === '' ? '' : `: ${line.trim()}`
}
