import type { Plan, RequestStep, Step, Text } from '@loadrun/plan'

/** Method and address by `scenario/step`. A step whose name stands for several addresses is left out. */
export function endpointsOf({ scenarios }: Plan): ReadonlyMap<string, string> {
  const endpoints = new Map<string, string>()
  const several = new Set<string>()
  for (const { name, steps } of scenarios) {
    for (const request of steps.flatMap(requestsIn)) {
      const key = `${name}/${request.name}`
      const endpoint = `${addressText(request.method)} ${addressText(request.url)}`
      if (endpoints.has(key) && endpoints.get(key) !== endpoint) several.add(key)
      endpoints.set(key, endpoint)
    }
  }
  for (const key of several) endpoints.delete(key)
  return endpoints
}

function requestsIn(step: Step): readonly RequestStep[] {
  switch (step.kind) {
    case 'request':
      return [step]
    case 'think':
    case 'run':
      return []
    case 'if':
      return [...step.steps, ...step.otherwise].flatMap(requestsIn)
    case 'choose':
      return step.choices.flatMap(({ steps }) => steps.flatMap(requestsIn))
    default:
      return step.steps.flatMap(requestsIn)
  }
}

/** What differs from request to request as `{name}`, or `{…}` where it has no name; the query is no part of it. */
function addressText(url: Text): string {
  if (typeof url === 'string') return withoutQuery(url)
  if (url.kind === 'text') return withoutQuery(url.parts.map(addressPart).join(''))
  return withoutQuery(addressPart(url))
}

function addressPart(part: Exclude<Text, string>): string {
  if (part.kind === 'constant') return String(part.value)
  return part.kind === 'variable' ? `{${part.name}}` : '{…}'
}

function withoutQuery(address: string): string {
  return address.replace(/\?.*$/, '')
}
