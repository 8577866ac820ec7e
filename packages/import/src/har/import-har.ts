import { defined, ImportError, type Imported, type Written } from '../imported.ts'
import { stepOf } from '../step-of.ts'
import { type Entry, entriesOf } from './entries.ts'

export interface HarOptions {
  /** Hosts whose requests are kept, with port where it is not the usual one; none: the one that most went to. */
  readonly hosts: readonly string[]
  /** Whether images, styles, scripts and fonts are kept. */
  readonly keepsStatic: boolean
}

/** A pause that is worth keeping. */
const shortestPauseMs = 300

/**
 * A scenario that does again what a browser was recorded doing: what was under way at once is sent at once, pauses are
 * kept, and each status is expected again.
 */
export function importHar(text: string, { hosts, keepsStatic }: HarOptions): Imported {
  const notes: string[] = []
  const all = entriesOf(text, notes)
  const kept = keepsStatic ? all : all.filter(({ isStatic }) => !isStatic)
  if (kept.length < all.length)
    notes.push(`Static files are left out, ${all.length - kept.length} of ${all.length} requests (--static keeps them)`)
  const counts = Map.groupBy(kept, ({ request }) => request.url.host)
  const [busiest] = [...counts].toSorted(([, a], [, b]) => b.length - a.length)
  const wanted = hosts.length > 0 ? hosts : busiest === undefined ? [] : [busiest[0]]
  const unknown = hosts.filter((host) => !counts.has(host))
  if (unknown.length > 0) {
    throw new ImportError(
      `Cannot import from ${unknown.join(', ')}: the recording has ${[...counts.keys()].join(', ') || 'no request'}`,
    )
  }
  for (const [host, entries] of counts) {
    if (!wanted.includes(host))
      notes.push(
        `What goes to ${host} is left out: ${entries.length} of ${kept.length} requests (--host ${host} keeps it)`,
      )
  }
  const entries = kept.filter(({ request }) => wanted.includes(request.url.host))
  const [first] = entries
  if (first === undefined) throw new ImportError('Cannot import the recording: nothing of it is left')
  const target = first.request.url.origin
  const steps = stepsOf(entries, target, notes)
  if (steps.length === 0)
    throw new ImportError('Cannot import the recording: none of its requests can be sent by a step')
  return {
    from: 'a recording (HAR)',
    file: {
      target,
      scenarios: {
        visitors: {
          executor: 'constant-vus',
          vus: 1,
          duration: '1m',
          cookies: 'per-iteration',
          redirects: 0,
          steps,
        },
      },
    },
    notes,
  }
}

function stepsOf(entries: readonly Entry[], target: string, notes: string[]): readonly Written[] {
  const steps: Written[] = []
  let endMs: number | undefined
  for (const together of overlapping(entries)) {
    const pauseMs = endMs === undefined ? 0 : together.startMs - endMs
    if (pauseMs >= shortestPauseMs) steps.push({ think: `${Math.round(pauseMs)}ms` })
    endMs = together.endMs
    const sent = together.entries.flatMap(({ request, status }) => {
      const step = stepOf(request, target, notes)
      // A browser's cache made a 304 of what is asked for anew here.
      const expect = status === 0 ? undefined : { status: status === 304 ? 200 : status }
      return step === undefined ? [] : [defined({ ...step, expect })]
    })
    steps.push(...(sent.length > 1 ? [{ parallel: sent }] : sent))
  }
  return steps
}

/** Entries that were under way at the same time, together. */
function overlapping(entries: readonly Entry[]): readonly { startMs: number; endMs: number; entries: Entry[] }[] {
  const groups: { startMs: number; endMs: number; entries: Entry[] }[] = []
  for (const entry of entries.toSorted((a, b) => a.startMs - b.startMs)) {
    const group = groups.at(-1)
    if (group === undefined || entry.startMs >= group.endMs) {
      groups.push({ startMs: entry.startMs, endMs: entry.endMs, entries: [entry] })
    } else {
      group.entries.push(entry)
      group.endMs = Math.max(group.endMs, entry.endMs)
    }
  }
  return groups
}
