import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import type { Plan } from '@loadrun/plan'
import { startTopology, tierUrls } from '@loadrun/topology'
import { exitCodes, UserError } from '../exit-codes.ts'
import { plansOf } from '../read-plans.ts'
import { stopSignal } from '../stop-signal.ts'
import type { Terminal } from '../terminal.ts'
import { tierEntries } from '../tier-entries.ts'

const kinds = Object.keys(tierEntries)

/** Runs one bundled tier, prints where it listens and, each second, what it counts, until it is told to stop. */
export async function serve(kind: string, settings: readonly string[], terminal: Terminal): Promise<number> {
  if (!kinds.includes(kind)) {
    throw new UserError(
      `Cannot serve '${kind}': it is one of ${kinds.join(', ')} that can be served`,
      exitCodes.badInput,
    )
  }
  const plan = planOf(kind, settings)
  using stop = stopSignal()
  let died: string | undefined
  const topology = await startTopology(plan.topology, {
    entries: tierEntries,
    onTrouble: (trouble) => {
      died = trouble
    },
  }).catch((error: unknown) => {
    throw new UserError(error instanceof Error ? error.message : String(error), exitCodes.cannotRun)
  })
  for (const tier of topology.tiers) {
    const { name, addresses } = tier
    const more = addresses.length > 1 ? ` and ${addresses.length - 1} more addresses up to ${addresses.at(-1)}` : ''
    terminal.print(`${name} listens on ${tierUrls(tier)[0]}${more}`)
  }
  while (!stop.signal.aborted && died === undefined) {
    await Promise.race([delay(1000), once(stop.signal, 'abort')])
    const counts = topology.latest(kind)
    if (counts !== undefined) terminal.progress(JSON.stringify(counts))
  }
  await topology.stop()
  if (died !== undefined) throw new UserError(died, exitCodes.cannotRun)
  return exitCodes.passed
}

/** A plan that holds the tier alone. What is checked, and how mistakes are told, is what it is in a scenario file. */
function planOf(kind: string, settings: readonly string[]): Plan {
  const document = {
    name: kind,
    topology: { [kind]: { kind } },
    target: kind,
    scenarios: { none: { executor: 'constant-vus', vus: 1, duration: '1s', steps: [{ get: '/' }] } },
    sockets: false,
  }
  const set = settings.map((setting) => `topology.${kind}.${setting}`)
  const [plan] = plansOf(JSON.stringify(document), `loadrun serve ${kind}`, { set })
  if (plan === undefined) throw new Error(`Cannot serve ${kind}: its settings make no plan`)
  return plan
}
