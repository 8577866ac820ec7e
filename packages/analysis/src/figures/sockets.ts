import type { LegSample, Measured, SocketSample, TcpState } from '@loadrun/metrics'
import { plannedEndMs } from '@loadrun/plan'

export type End = 'from' | 'to'

/** Most sockets in one state that a snapshot showed on one end of a leg; `undefined` where sockets were not observed. */
export function peakSockets(measured: Measured, leg: string, end: End, state: TcpState): number | undefined {
  return largest(legSamples(measured, leg).map((sample) => sample[end][state] ?? 0))
}

/** Sockets in one state in the last snapshot taken while the load ran. */
export function lastSockets(measured: Measured, leg: string, end: End, state: TcpState): number | undefined {
  const last = legSamples(measured, leg).at(-1)
  return last === undefined ? undefined : (last[end][state] ?? 0)
}

/** Median over the second half of the load, in which the state has settled. */
export function settledSockets(measured: Measured, leg: string, end: End, state: TcpState): number | undefined {
  const endMs = Math.min(plannedEndMs(measured.plan), measured.elapsedMs)
  const values = samplesUnderLoad(measured)
    .filter(({ atMs }) => atMs >= endMs / 2 && atMs <= endMs)
    .map(({ legs }) => legs[leg]?.[end][state] ?? 0)
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)]
}

function largest(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((peak, value) => Math.max(peak, value))
}

function legSamples(measured: Measured, leg: string): readonly LegSample[] {
  return samplesUnderLoad(measured).flatMap((sample) => sample.legs[leg] ?? [])
}

/** Snapshots from the start of the load to its last request's end. */
export function samplesUnderLoad({ sockets, elapsedMs }: Measured): readonly SocketSample[] {
  return sockets.observed ? sockets.samples.filter(({ atMs }) => atMs >= 0 && atMs <= elapsedMs) : []
}
