import { mergeScriptErrors } from './merge-script-errors.ts'
import type { ScriptErrorGroup } from './metrics.ts'

/** What a function of a script threw, once. */
export type ScriptError = Omit<ScriptErrorGroup, 'count' | 'firstMs' | 'lastMs'>

const longestMessage = 500
/** Messages told apart; those after fall into one group. */
const mostGroups = 100
const others = '(other errors)'

/** Counts what scripts threw, by function, message and place. */
export class ScriptErrorRecorder {
  readonly #groups = new Map<string, ScriptErrorGroup>()
  #total: readonly ScriptErrorGroup[] = []

  record({ scenario, script, message, place }: ScriptError, nowMs: number): void {
    const own = { scenario, script, message: message.slice(0, longestMessage), place }
    const isNew = !this.#groups.has(keyOf(own))
    const told = isNew && this.#groups.size >= mostGroups ? { ...own, message: others, place: '' } : own
    const known = this.#groups.get(keyOf(told)) ?? { ...told, count: 0, firstMs: nowMs, lastMs: nowMs }
    this.#groups.set(keyOf(told), { ...known, count: known.count + 1, lastMs: nowMs })
  }

  take(): { scriptErrors?: readonly ScriptErrorGroup[] } {
    if (this.#groups.size === 0) return {}
    const taken = mergeScriptErrors([...this.#groups.values()], [])
    this.#groups.clear()
    this.#total = mergeScriptErrors(this.#total, taken)
    return { scriptErrors: taken }
  }

  /** Of all that was taken. */
  total(): { scriptErrors?: readonly ScriptErrorGroup[] } {
    return this.#total.length === 0 ? {} : { scriptErrors: this.#total }
  }
}

function keyOf({ scenario, script, message, place }: ScriptError): string {
  return JSON.stringify([scenario, script, message, place])
}
