import { closeSync, openSync, readSync } from 'node:fs'
import type { RecordingPlan } from '@loadrun/plan'
import type { RowScanner } from '../data/row-scanner.ts'
import { excerpt } from './excerpt.ts'
import { type LineReader, lineReader, scannerOf } from './line-reader.ts'
import { timeReader } from './recorded-time.ts'

/** Twenty bytes are held of each. */
const mostArrivals = 10_000_000

const mostToldLines = 10

/** The lines of a recording, in the order of the file. */
export interface RecordedLines {
  readonly count: number
  /** Milliseconds, since 1970 or the recording's start. */
  readonly times: Float64Array
  /** Where each begins in the file, and how many bytes it has. Empty where they were not to be kept. */
  readonly offsets: Float64Array
  readonly lengths: Uint32Array
  /** Whether times are since 1970. */
  readonly isClock: boolean
  readonly skippedLines: number
  readonly fields: readonly string[] | undefined
}

/** Reads a recording through, some lines at a time, so that whoever asks can do other things meanwhile. */
export class RecordingScan {
  readonly #file: number
  readonly #recording: RecordingPlan
  readonly #keepsPlaces: boolean
  readonly #scanner: RowScanner
  readonly #reader: LineReader
  readonly #timeOf: ReturnType<typeof timeReader>
  readonly #bad: string[] = []
  #badLines = 0
  #count = 0
  #times = new Float64Array(1024)
  #offsets = new Float64Array(0)
  #lengths = new Uint32Array(0)
  #isClock: boolean | undefined

  /** Throws where there is no such file, or it is none. */
  constructor(recording: RecordingPlan, keepsPlaces: boolean) {
    this.#recording = recording
    this.#keepsPlaces = keepsPlaces
    this.#file = openSync(recording.path, 'r')
    try {
      refuseCompressed(this.#file)
      this.#scanner = scannerOf(recording, this.#file)
      this.#reader = lineReader(recording, this.#scanner)
      this.#timeOf = timeReader(recording.timeFormat)
    } catch (error) {
      this.close()
      throw error
    }
  }

  close(): void {
    closeSync(this.#file)
  }

  /** Reads so many lines; `false`: there are no more. */
  read(lines: number): boolean {
    for (let line = 0; line < lines; line++) {
      const bytes = this.#scanner.next()
      if (bytes === undefined) return false
      const problem = this.#take(bytes)
      if (problem !== undefined) this.#complain(problem)
    }
    return true
  }

  /** What was read. Throws where lines could not be read that were not to be left out, or there is none. */
  lines(): RecordedLines {
    if (this.#badLines > 0 && this.#recording.onBadLine === 'refuse') throw new Error(this.#badText())
    if (this.#count === 0) throw new Error(this.#badLines === 0 ? 'it has no times' : this.#badText())
    return {
      count: this.#count,
      times: this.#times.subarray(0, this.#count),
      offsets: this.#offsets.subarray(0, this.#keepsPlaces ? this.#count : 0),
      lengths: this.#lengths.subarray(0, this.#keepsPlaces ? this.#count : 0),
      isClock: this.#isClock ?? false,
      skippedLines: this.#badLines,
      fields: this.#reader.fields,
    }
  }

  /** Says what is wrong with a line. */
  #take(bytes: Buffer): string | undefined {
    const read = this.#reader.read(bytes)
    if (read === undefined) return undefined
    if ('problem' in read) return read.problem
    const time = this.#timeOf(read.time)
    if (time === undefined) return `its time is ${excerpt(read.time)}`
    this.#isClock ??= time.isClock
    if (time.isClock !== this.#isClock) return 'its time is of another kind than those before'
    this.#keep(time.ms, bytes.length)
    return undefined
  }

  #keep(ms: number, length: number): void {
    if (this.#count === mostArrivals) {
      throw new Error(
        `it has more than ${mostArrivals} arrivals, which is the most; cut it in parts, as \`split -l\` does`,
      )
    }
    const size = this.#times.length
    if (this.#count === size) this.#times = grown(this.#times, new Float64Array(size * 2))
    if (this.#keepsPlaces) {
      if (this.#offsets.length < this.#times.length) {
        this.#offsets = grown(this.#offsets, new Float64Array(this.#times.length))
        this.#lengths = grown(this.#lengths, new Uint32Array(this.#times.length))
      }
      this.#offsets[this.#count] = this.#scanner.rowOffset
      this.#lengths[this.#count] = length
    }
    this.#times[this.#count++] = ms
  }

  #complain(problem: string): void {
    this.#badLines++
    if (this.#bad.length < mostToldLines) this.#bad.push(`line ${this.#scanner.line}: ${problem}`)
  }

  #badText(): string {
    const count = this.#badLines === 1 ? 'a line of it' : `${this.#badLines} of its lines`
    const rest = this.#badLines - this.#bad.length
    const told = [...this.#bad, ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ')
    const hint = this.#count > 0 ? ' (`onBadLine: skip` leaves them out)' : ''
    return `${count} cannot be read${hint}: ${told}`
  }
}

function grown<Values extends Float64Array | Uint32Array>(values: Values, larger: Values): Values {
  larger.set(values)
  return larger
}

function refuseCompressed(file: number): void {
  const start = Buffer.alloc(2)
  readSync(file, start, 0, 2, 0)
  if (start[0] === 0x1f && start[1] === 0x8b) throw new Error('it is compressed; unpack it first, as `gunzip` does')
}
