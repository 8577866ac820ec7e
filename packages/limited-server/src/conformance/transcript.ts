import { readFileSync } from 'node:fs'

/** A recorded conversation with a real fasthttp server. */
export interface Transcript {
  /** Command-line flags of the server that was recorded. */
  readonly flags: readonly string[]
  readonly events: readonly TranscriptEvent[]
  /** What it wrote to stderr, but for the line that says where it listens. */
  readonly stderr: readonly string[]
}

/** `afterMs`: since the event before. `connection`: its letter, empty where there is only one. */
type TranscriptEvent = { readonly afterMs: number; readonly connection: string } & (
  | { readonly kind: 'connect' | 'close' | 'fin' | 'rst' | 'silence' }
  | { readonly kind: 'send' | 'receive'; readonly bytes: string }
)

const directory = new URL('../../transcripts/', import.meta.url)

export function readTranscript(name: string): Transcript {
  const lines = readFileSync(new URL(`${name}.txt`, directory), 'utf8').split('\n')
  const stderr = lines.filter((line) => line.startsWith('#   ') && !line.includes('listening'))
  return {
    flags: (lines[2] ?? '').replace('# server: fhserver ', '').split(' '),
    events: readEvents(lines),
    stderr: stderr.map((line) => line.slice(4)),
  }
}

function readEvents(lines: readonly string[]): TranscriptEvent[] {
  const events: TranscriptEvent[] = []
  let lastMs = 0
  for (const line of lines) {
    const match = /^\[ *([0-9.]+) ms\] (?:([A-Z][0-9]*) )?(--|C>|S>) (.*)$/.exec(line)
    if (match === null) continue
    const [, at = '', connection = '', mark = '', rest = ''] = match
    const event = readEvent(mark, rest)
    if (event === undefined) continue
    events.push({ afterMs: Number(at) - lastMs, connection, ...event })
    lastMs = Number(at)
  }
  return events
}

type EventBody = TranscriptEvent extends infer Event
  ? Event extends TranscriptEvent
    ? Omit<Event, 'afterMs' | 'connection'>
    : never
  : never

function readEvent(mark: string, rest: string): EventBody | undefined {
  if (mark === 'C>') return rest.startsWith('send failed') ? undefined : { kind: 'send', bytes: unescapeBytes(rest) }
  if (mark === 'S>') {
    if (rest.startsWith('<FIN')) return { kind: 'fin' }
    if (rest.startsWith('<RST')) return { kind: 'rst' }
    return { kind: 'receive', bytes: unescapeBytes(rest) }
  }
  if (rest.startsWith('connected')) return { kind: 'connect' }
  if (rest.startsWith('client closed')) return { kind: 'close' }
  return rest.startsWith('nothing received') ? { kind: 'silence' } : undefined
}

/** `a...(9000 bytes in all)...a` stands for as many `a` as make the whole that long. */
function unescapeBytes(text: string): string {
  const bytes = text.replace(/\\(r|n|t|\\)/g, (_, escaped: string) => ({ r: '\r', n: '\n', t: '\t' })[escaped] ?? '\\')
  const shortened = /^(.*)\.\.\.\(([0-9]+) bytes in all\)\.\.\.(.*)$/s.exec(bytes)
  if (shortened === null) return bytes
  const [, start = '', total = '', end = ''] = shortened
  return start + 'a'.repeat(Number(total) - start.length - end.length) + end
}
