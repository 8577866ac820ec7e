/** What a first scenario is made of, as it is written. */
export interface FirstScenario {
  readonly target: string
  readonly path: string
  readonly rate: string
  readonly duration: string
}

/** A scenario with one request, and comments that say where to go from there. */
export function firstScenario({ target, path, rate, duration }: FirstScenario): string {
  return `# A first scenario. All keys: docs/reference.md of loadrun, or \`loadrun schema\` for your editor.
target: ${quoted(target)}

scenarios:
  visitors:
    # Arrivals come at this rate whatever the server does, as visitors do. \`constant-vus\` with \`vus: 10\` has ten users
    # instead, who wait for their answers; \`ramping-arrival-rate\` has \`stages\`.
    executor: constant-arrival-rate
    rate: ${rate}
    duration: ${duration}
    # How long a visitor waits for one answer.
    timeout: 5s
    steps:
      - get: ${quoted(path)}
        # Without this, every status below 400 counts as success.
        expect: { status: 2xx }
      # Further steps: a pause, a request with a body, a value of an answer for later steps.
      # - think: 1s
      # - post: /orders
      #   json: { item: 7 }
      #   capture: { id: $.id }
      # - get: /orders/{{ id }}

# What must hold. The exit code is 99 where something does not, so that a CI job fails.
thresholds:
  http_req_failed: rate < 1%
  response_time: p(95) < 500ms
`
}

/** As YAML reads it back. */
function quoted(text: string): string {
  return /^[\w/:.-]+$/.test(text) ? text : JSON.stringify(text)
}
