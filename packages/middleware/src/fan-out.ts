import type { MiddlewarePlan } from '@loadrun/plan'
import type { Outcome } from './upstream-outcome.ts'

/**
 * Sends `fanout` requests and settles with the first failure as soon as there is one, else with `undefined` when all
 * have succeeded. In parallel, the others run on after a failure: nothing is cancelled. In sequence, none follows it.
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
      send().then((failure) => {
        left -= 1
        if (failure || left === 0) resolve(failure)
      })
    }
  })
}

async function inSequence(fanout: number, send: () => Promise<Outcome>): Promise<Outcome> {
  for (let index = 0; index < fanout; index += 1) {
    const failure = await send()
    if (failure) return failure
  }
  return undefined
}
