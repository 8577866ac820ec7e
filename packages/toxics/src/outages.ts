import type { DownPlan } from '@loadrun/plan'
import type { Clock, Timer } from './clock.ts'
import { isDuring, phaseAfter } from './phase.ts'

/** Says when the proxy goes down and comes up again. */
export class Outages {
  readonly #plans: readonly DownPlan[]
  readonly #clock: Clock
  readonly #onChange: (isDown: boolean) => void
  #timer: Timer | undefined
  #isDown = false

  /** `onChange` is told at once when it begins down. */
  constructor(plans: readonly DownPlan[], clock: Clock, onChange: (isDown: boolean) => void) {
    this.#plans = plans
    this.#clock = clock
    this.#onChange = onChange
  }

  /** Times count from `startMs` on, whatever they counted from before. */
  start(startMs: number): void {
    this.stop()
    const phases = this.#plans.map((plan) => phaseAfter(startMs, plan))
    const check = () => {
      const nowMs = this.#clock.nowMs()
      const isDown = phases.some((phase) => isDuring(phase, nowMs))
      if (isDown !== this.#isDown) {
        this.#isDown = isDown
        this.#onChange(isDown)
      }
      const next = Math.min(...phases.flatMap(({ fromMs, toMs }) => [fromMs, toMs]).filter((atMs) => atMs > nowMs))
      if (next < Number.POSITIVE_INFINITY) this.#timer = this.#clock.after(next - nowMs, check)
    }
    check()
  }

  stop(): void {
    this.#timer?.cancel()
  }
}
