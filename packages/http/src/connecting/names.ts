import { type LookupAddress, lookup } from 'node:dns'
import { Resolver } from 'node:dns/promises'
import { promisify } from 'node:util'
import type { Clock } from '../clock.ts'
import type { NameRules } from './connect-rules.ts'

/** An address of a name, and where the name has addresses of the other family, too, one of those. */
export interface ChosenAddress {
  readonly address: string
  readonly otherwise: string | undefined
}

/** Why a name has no address; `message` is the resolver's. */
class NameError extends Error {
  readonly code = 'NAME_NOT_RESOLVED'
}

interface Known {
  readonly addresses: readonly LookupAddress[]
  readonly untilMs: number
}

const askHost = promisify(lookup)

/** Addresses of names: each asked for once, however many wait for it, and kept as long as the rules say. */
export class Names {
  readonly #rules: NameRules
  readonly #clock: Clock
  readonly #random: () => number
  readonly #resolver: Resolver | undefined
  readonly #known = new Map<string, Known>()
  readonly #asked = new Map<string, Promise<readonly LookupAddress[]>>()
  #turn: number

  /** `firstTurn`: which address is taken first, so that several workers do not all begin with the same one. */
  constructor(rules: NameRules, clock: Clock, random: () => number, firstTurn = 0) {
    this.#rules = rules
    this.#clock = clock
    this.#random = random
    this.#turn = firstTurn
    if (rules.servers.length > 0) {
      this.#resolver = new Resolver()
      this.#resolver.setServers(rules.servers)
    }
  }

  /** `undefined` where the name must be looked up first. */
  chooseKnown(name: string): ChosenAddress | undefined {
    const known = this.#known.get(name)
    return known !== undefined && this.#clock.nowMs() < known.untilMs ? this.#chooseOf(known.addresses) : undefined
  }

  /** Looks the name up. Rejects with a `NameError`. Failures are not kept: the next connection asks again. */
  async choose(name: string): Promise<ChosenAddress> {
    let asked = this.#asked.get(name)
    if (asked === undefined) {
      asked = this.#ask(name).finally(() => this.#asked.delete(name))
      this.#asked.set(name, asked)
    }
    return this.#chooseOf(await asked)
  }

  /** Nobody waits for an answer any more. */
  close(): void {
    this.#resolver?.cancel()
  }

  async #ask(name: string): Promise<readonly LookupAddress[]> {
    const { policy, ttlMs } = this.#rules
    const addresses = permitted(await this.#addressesOf(name), policy)
    if (addresses.length === 0) throw new NameError(`${name} has no address that '${policy}' permits`)
    const untilMs = ttlMs === undefined ? Number.POSITIVE_INFINITY : this.#clock.nowMs() + ttlMs
    if (ttlMs !== 0) this.#known.set(name, { addresses, untilMs })
    return addresses
  }

  async #addressesOf(name: string): Promise<readonly LookupAddress[]> {
    try {
      if (this.#resolver === undefined) return await askHost(name, { all: true })
      return await askServers(this.#resolver, name, this.#rules.policy)
    } catch (error) {
      throw new NameError(error instanceof Error ? error.message : String(error))
    }
  }

  #chooseOf(addresses: readonly LookupAddress[]): ChosenAddress {
    const preferred = addresses.filter(({ family }) => this.#rules.policy === 'any' || family === addresses[0]?.family)
    const { address = '' } = preferred[this.#index(preferred.length)] ?? {}
    return { address, otherwise: addresses.find((each) => !preferred.includes(each))?.address }
  }

  #index(count: number): number {
    switch (this.#rules.select) {
      case 'first':
        return 0
      case 'random':
        return Math.floor(this.#random() * count)
      case 'roundRobin':
        return this.#turn++ % count
    }
  }
}

/** Both families, unless only one is wanted; that one of them is not there is no failure. */
async function askServers(
  resolver: Resolver,
  name: string,
  policy: NameRules['policy'],
): Promise<readonly LookupAddress[]> {
  const answers = await Promise.allSettled([
    policy === 'onlyIPv6' ? [] : resolver.resolve4(name),
    policy === 'onlyIPv4' ? [] : resolver.resolve6(name),
  ])
  const addresses = answers.flatMap((answer, index) =>
    answer.status === 'fulfilled' ? answer.value.map((address) => ({ address, family: index === 0 ? 4 : 6 })) : [],
  )
  const failed = answers.find((answer) => answer.status === 'rejected')
  if (addresses.length === 0 && failed !== undefined) throw failed.reason
  return addresses
}

/** Those of the preferred family first. */
function permitted(addresses: readonly LookupAddress[], policy: NameRules['policy']): readonly LookupAddress[] {
  const [four, six] = [4, 6].map((wanted) => addresses.filter(({ family }) => family === wanted))
  switch (policy) {
    case 'preferIPv4':
      return [...(four ?? []), ...(six ?? [])]
    case 'preferIPv6':
      return [...(six ?? []), ...(four ?? [])]
    case 'onlyIPv4':
      return four ?? []
    case 'onlyIPv6':
      return six ?? []
    case 'any':
      return addresses
  }
}
