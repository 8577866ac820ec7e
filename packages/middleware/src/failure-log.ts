import type { UpstreamFailure } from '@loadrun/metrics'
import type { Failure } from './upstream-outcome.ts'

const distinctTexts = 50
const textKept = 1000
const furtherTexts = '(further texts, not kept apart)'

type Group = { -readonly [Field in keyof UpstreamFailure]: UpstreamFailure[Field] }

/** Failures by cause, status and text. After 50 groups, new texts of a cause and status share one. */
export class FailureLog {
  readonly #groups = new Map<string, Group>()

  /** `atMs` is of any clock; `groups()` is told when the load started by the same one. */
  add({ cause, status, message }: Failure, atMs: number): void {
    const text = message.toString('utf8').slice(0, textKept)
    const group = this.#groupOf(cause, status, text) ?? this.#create(cause, status, text, atMs)
    group.count += 1
    group.lastMs = atMs
  }

  groups(loadStartMs: number): readonly UpstreamFailure[] {
    return [...this.#groups.values()].map((group) => ({
      ...group,
      firstMs: group.firstMs - loadStartMs,
      lastMs: group.lastMs - loadStartMs,
    }))
  }

  #groupOf(cause: Group['cause'], status: Group['status'], text: string): Group | undefined {
    const group = this.#groups.get(keyOf(cause, status, text))
    if (group || this.#groups.size < distinctTexts) return group
    return this.#groups.get(keyOf(cause, status, furtherTexts))
  }

  #create(cause: Group['cause'], status: Group['status'], text: string, atMs: number): Group {
    const kept = this.#groups.size < distinctTexts ? text : furtherTexts
    const group = { cause, status, text: kept, count: 0, firstMs: atMs, lastMs: atMs }
    this.#groups.set(keyOf(cause, status, kept), group)
    return group
  }
}

function keyOf(cause: Group['cause'], status: Group['status'], text: string): string {
  return `${cause} ${status} ${text}`
}
