import { clockText } from '../wording/duration.ts'
import { quantityText } from '../wording/quantity.ts'
import { inkOf } from './ink.ts'
import type { TerminalOptions } from './summary.ts'

/** A running load at one moment. */
export interface ProgressState {
  /** What is running, as the variant's name. */
  readonly name: string
  readonly elapsedMs: number
  /** How long the load is planned to last; what comes after is its graceful stop. */
  readonly totalMs: number
  /** Requests that ended in the last second. */
  readonly ratePerSecond: number
  /** Since the load started. */
  readonly failed: number
  readonly requests: number
  /** Of the last second, over all requests; `undefined` when none ended. */
  readonly p99Ms: number | undefined
  /** Over all legs and ends; `undefined` where sockets are not observed. */
  readonly sockets: Readonly<{ established: number; timeWait: number }> | undefined
}

const barWidth = 16

/** One line about a running load, never longer than the terminal is wide: what matters least is left out first. */
export function renderProgress(state: ProgressState, { width, color }: TerminalOptions): string {
  const ink = inkOf(color)
  const share = state.requests === 0 ? 0 : state.failed / state.requests
  const leftMs = state.totalMs - state.elapsedMs
  const failed = `failed ${quantityText(state.failed, 'count')}`
  // From what may be left out last to what may be left out first.
  const parts: readonly (readonly [order: number, plain: string, shown: string])[] = [
    [0, state.name, ink.bold(state.name)],
    [2, `${clockText(state.elapsedMs)} / ${clockText(state.totalMs)}`, ''],
    [1, `${quantityText(Math.round(state.ratePerSecond), 'count')}/s`, ''],
    [
      3,
      `${failed} (${quantityText(share, 'share')})`,
      state.failed === 0 ? '' : `${ink.bad(failed)} (${quantityText(share, 'share')})`,
    ],
    [4, `p99 ${quantityText(state.p99Ms, 'ms')}`, ''],
    ...(state.sockets === undefined
      ? []
      : [
          [
            5,
            `ESTABLISHED ${quantityText(state.sockets.established, 'count')}  TIME_WAIT ${quantityText(state.sockets.timeWait, 'count')}`,
            '',
          ] as const,
        ]),
    [6, leftMs > 0 ? `${clockText(leftMs)} left` : 'waiting for the last requests', ''],
    [7, bar(state), ''],
  ]
  const kept = [...parts].sort(([a], [b]) => a - b)
  while (kept.length > 1 && lengthOf(kept) > width) kept.pop()
  return parts
    .filter((part) => kept.includes(part))
    .sort(([a], [b]) => place(a) - place(b))
    .map(([, plain, shown]) => (shown === '' ? plain : shown))
    .join('  ')
}

/** The bar stands after the name, the rest in the order of its telling. */
function place(order: number): number {
  return order === 7 ? 0.5 : order === 2 ? 0.7 : order
}

function lengthOf(parts: readonly (readonly [number, string, string])[]): number {
  return parts.reduce((sum, [, plain]) => sum + plain.length, 0) + 2 * (parts.length - 1)
}

function bar({ elapsedMs, totalMs }: ProgressState): string {
  const done = Math.round(barWidth * Math.min(1, Math.max(0, totalMs <= 0 ? 1 : elapsedMs / totalMs)))
  return `${'━'.repeat(done)}${'╌'.repeat(barWidth - done)}`
}
