import type { Plan, Scenario } from '@loadrun/plan'

/** Who spoke HTTP, and why: `wire, which costs the least`. */
export function clientsText({ scenarios }: Pick<Plan, 'scenarios'>): string {
  return [...new Set(scenarios.map(clientText))].join('; ')
}

function clientText({ client, connecting }: Scenario): string {
  if (client === 'wire') return 'wire, which costs the least (HTTP/1.1)'
  if (connecting.httpVersion === 2) return `undici, which speaks HTTP/2${proxyText(connecting.proxy)}`
  if (connecting.proxy !== undefined) return `undici (HTTP/1.1)${proxyText(connecting.proxy)}`
  return 'undici, as the scenario asks (HTTP/1.1)'
}

/** Without the user's name and password. */
function proxyText(proxy: string | undefined): string {
  return proxy === undefined ? '' : `, through the proxy ${new URL(proxy).host}`
}
