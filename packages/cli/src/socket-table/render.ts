import { type TcpState, tcpStates } from '@loadrun/metrics'
import type { SocketGroup } from '@loadrun/sockets'

/** Groups of sockets as a table, the largest first, with a column for each state that occurs and the sums below. */
export function renderSocketGroups(groups: readonly SocketGroup[], most: number): string {
  const states = tcpStates.filter((state) => groups.some((group) => (group.states[state] ?? 0) > 0))
  const shown = groups.slice(0, most)
  const rows = shown.map((group) => [whereOf(group), ...states.map((state) => countText(group.states[state]))])
  const sums = states.map((state) => countText(sumOf(groups, state)))
  const left = groups.length - shown.length
  return [
    ...aligned([['CONNECTIONS', ...states], ...rows, [`all ${groups.length} peers and ports`, ...sums]]),
    ...(left > 0 ? [`(${left} smaller groups are not shown)`] : []),
  ].join('\n')
}

function whereOf({ direction, peer, port }: SocketGroup): string {
  return direction === 'out' ? `to ${bracketed(peer)}:${port}` : `from ${peer} to port ${port} here`
}

function bracketed(address: string): string {
  return address.includes(':') && !address.startsWith('[') ? `[${address}]` : address
}

function countText(count: number | undefined): string {
  return count === undefined || count === 0 ? '' : count.toLocaleString('en-US')
}

function sumOf(groups: readonly SocketGroup[], state: TcpState): number {
  return groups.reduce((sum, group) => sum + (group.states[state] ?? 0), 0)
}

/** The first column to the left, the others, numbers, to the right. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
}
