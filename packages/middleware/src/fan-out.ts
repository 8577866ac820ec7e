import type { MiddlewarePlan } from '@loadrun/plan'
import type { Outcome } from './upstream-outcome.ts'

/**
 * Sends `fanout` requests and settles with the first that does not succeed as soon as there is one, else with `ok`.
 * In parallel, the others run on after a failure, unless whoever sent them drops them. In sequence, none follows it.
 */
export function fanOut(
  { fanout, order }: Pick<MiddlewarePlan, 'fanout' | 'order'>,
  send: () => Promise<Outcome>,
): Promise<Outcome> {
  return order === 'parallel' ? inParallel(fanout, send) : inSequence(fanout, send)
}

function inParallel(fanout: number, send: () => Promise<Outcome>): Promise<Outcome> {
  return new Promise((resolve) => {
    let left = fanout
    for (let index = 0; index < fanout; index += 1) {
      send().then((outcome) => {
        left -= 1
        if (outcome !== 'ok' || left === 0) resolve(outcome)
      })
    }
  })
}

async function inSequence(fanout: number, send: () => Promise<Outcome>): Promise<Outcome> {
  for (let index = 0; index < fanout; index += 1) {
    const outcome = await send()
    if (outcome !== 'ok') return outcome
  }
  return 'ok'
}
