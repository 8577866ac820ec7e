import { isIP } from 'node:net'
import { parsed, wholeNumber } from './values.ts'

/** The address that a tier listens on. */
export const host = parsed(
  (given) => (isIP(given) === 0 ? undefined : given),
  'an IP address of this host, such as 10.0.0.5, or 0.0.0.0 for all of them',
)

/** How many addresses it listens on. */
export const addresses = wholeNumber(1, 254)
  .optional()
  .meta({
    description:
      'Addresses it listens on, `host` and those after it; 16 on Linux where it is left out, but 1 with a `host` or `isolation`.',
    examples: [4],
  })

/** Whether there are addresses after this one. Where other keys are wrong, it may be anything. */
export function canCountUpFrom(host: unknown): boolean {
  return typeof host !== 'string' || (isIP(host) === 4 && host !== '0.0.0.0')
}
