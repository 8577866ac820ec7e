import { ChunkLine } from './chunk-line.ts'
import { HeadFields } from './head-fields.ts'
import { type HeadFacts, KnownHead } from './known-head.ts'
import { StatusLine } from './status-line.ts'

/** Who is told what a reader finds. Bytes are only lent: they are overwritten after the call. */
export interface AnswerSink {
  /** The head of the final answer has come; `reader.headText()` is there during the call. Says whether the body is wanted. */
  onHead(): boolean
  onBody(bytes: Buffer, from: number, to: number): void
}

/** Bytes of a head, and of the trailers, at most: Node's and undici's bound, here counted with the separators. */
const headLimit = 16_384

/** What is being read. */
const part = {
  statusLine: 0,
  fields: 1,
  fixedBody: 2,
  bodyUntilClose: 3,
  chunkLine: 4,
  chunk: 5,
  trailers: 6,
  done: 7,
} as const

type Part = (typeof part)[keyof typeof part]

/** Of all readers of a thread. */
const knownHead = new KnownHead()

/**
 * Reads answers of HTTP/1.1 (RFC 9112) from bytes as they come, however they are cut. It looks at each byte of a head
 * once, skips bodies that nobody wants, and allocates nothing for an answer whose head is the one before's.
 *
 * It is as strict as undici: line ends are CRLF, folded fields and answers with two lengths are refused. So are interim
 * answers 100 and 101, which nobody asked for.
 */
export class AnswerReader {
  /** Of the final answer. */
  status = 0
  /** What was wrong with the answer; nothing is read any more. */
  problem: string | undefined
  #sink: AnswerSink | undefined
  #part: Part = part.done
  #isHead = false
  #wantsBody = false
  readonly #line = new StatusLine()
  readonly #fields = new HeadFields()
  readonly #chunkLine = new ChunkLine()
  #facts: HeadFacts | undefined
  /** Bytes of this head, or of these trailers, so far. */
  #headSize = 0
  /** What came of the head in earlier pieces. */
  #headBefore = ''
  #head: Buffer | undefined
  #headFrom = 0
  #headTo = 0
  /** Of a body whose length is known, or of a chunk. */
  #left = 0

  /** Expects an answer, of which the sink is told. One to HEAD has no body. */
  begin(isHead: boolean, sink: AnswerSink): void {
    this.#sink = sink
    this.#isHead = isHead
    this.#facts = undefined
    this.problem = undefined
    this.status = 0
    this.#beginHead()
  }

  get isDone(): boolean {
    return this.#part === part.done
  }

  /** How long the server keeps an idle connection; `undefined` where it does not say. */
  get keepAliveMs(): number | undefined {
    return this.#facts?.keepAliveMs
  }

  /** The answer has ended, and by what it says another may come on the same connection. */
  get allowsReuse(): boolean {
    const facts = this.#facts
    if (facts === undefined || this.#part !== part.done || this.problem !== undefined || facts.saysClose) return false
    if (facts.minorVersion === 0 && !facts.saysKeepAlive) return false
    if (this.#isHead || facts.status === 304) return true
    // Such an answer must have no body, but its sender may think that it has.
    if (facts.status === 204) return facts.length === 0 && !facts.hasEncoding
    return facts.isChunked || facts.hasLength
  }

  /** The head of the final answer as it was sent, in Latin-1: only to be asked for in `onHead`. */
  headText(): string {
    return this.#headBefore + (this.#head?.toString('latin1', this.#headFrom, this.#headTo) ?? '')
  }

  /** The other end has closed its side. `true`: the answer is whole. */
  end(): boolean {
    if (this.#part === part.bodyUntilClose) this.#part = part.done
    return this.#part === part.done && this.problem === undefined
  }

  /** Reads from `from`; returns where the answer ended, or `to`. After a problem, the position it was found at. */
  read(bytes: Buffer, from: number, to: number): number {
    let at = from
    this.#head = bytes
    this.#headFrom = from
    if (this.#part === part.statusLine && this.#headSize === 0) at = this.#takeKnownHead(bytes, at, to)
    while (at < to && this.#part !== part.done) {
      at = this.#readPart(bytes, at, to)
      if (this.problem !== undefined) return at
    }
    if (this.#part <= part.fields) this.#headBefore += bytes.toString('latin1', this.#headFrom, to)
    return at
  }

  /** The whole head, where it is the same as the last one; returns where it ends, or `from`. */
  #takeKnownHead(bytes: Buffer, from: number, to: number): number {
    const facts = knownHead.factsAt(bytes, from, to)
    if (facts === undefined) return from
    this.#headTo = from + knownHead.length
    this.#endHead(facts)
    return this.#headTo
  }

  #readPart(bytes: Buffer, from: number, to: number): number {
    switch (this.#part) {
      case part.statusLine: {
        const at = this.#line.read(bytes, from, to)
        if (this.#line.isDone) this.#beginFields()
        return this.#countHead(from, at, this.#line.problem)
      }
      case part.fields: {
        const at = this.#countHead(from, this.#fields.read(bytes, from, to), this.#fields.problem)
        if (this.#fields.isDone && this.problem === undefined) this.#takeHead(bytes, at)
        return at
      }
      case part.trailers: {
        const at = this.#fields.read(bytes, from, to)
        if (this.#fields.isDone) this.#part = part.done
        return this.#countHead(from, at, this.#fields.problem)
      }
      case part.chunkLine: {
        const at = this.#chunkLine.read(bytes, from, to)
        if (this.#chunkLine.problem !== undefined) return this.#refuse(this.#chunkLine.problem, at)
        if (this.#chunkLine.isDone) this.#beginChunk(this.#chunkLine.size)
        return at
      }
      default:
        return this.#readBody(bytes, from, to)
    }
  }

  #readBody(bytes: Buffer, from: number, to: number): number {
    const end = this.#part === part.bodyUntilClose ? to : Math.min(to, from + this.#left)
    this.#left -= end - from
    if (this.#wantsBody) this.#sink?.onBody(bytes, from, end)
    if (this.#part === part.bodyUntilClose || this.#left > 0) return end
    if (this.#part === part.fixedBody) this.#part = part.done
    else this.#beginChunkLine(false)
    return end
  }

  #beginChunkLine(isFirst: boolean): void {
    this.#part = part.chunkLine
    this.#chunkLine.begin(isFirst)
  }

  #beginChunk(size: number): void {
    this.#left = size
    this.#part = size === 0 ? part.trailers : part.chunk
    if (size > 0) return
    this.#headSize = 0
    this.#fields.beginTrailers()
  }

  /** A head that was read, of a final answer or an interim one, has ended here. */
  #takeHead(bytes: Buffer, at: number): void {
    const { status, minorVersion } = this.#line
    if (status < 200) {
      if (status <= 101) this.problem = `it is a ${status} that nobody asked for`
      else if (this.#fields.saysClose) this.problem = 'more comes after Connection: close'
      else this.#beginHead()
      this.#headFrom = at
      return
    }
    const fields = this.#fields
    const facts = {
      status,
      minorVersion,
      hasLength: fields.hasLength,
      length: fields.length,
      hasEncoding: fields.hasEncoding,
      isChunked: fields.isChunked,
      saysClose: fields.saysClose,
      saysKeepAlive: fields.saysKeepAlive,
      keepAliveMs: fields.keepAliveMs,
    }
    if (this.#headBefore === '') knownHead.keep(bytes, this.#headFrom, at, facts)
    this.#headTo = at
    this.#endHead(facts)
  }

  /** Of a final answer. */
  #endHead(facts: HeadFacts): void {
    this.#facts = facts
    this.status = facts.status
    this.#wantsBody = this.#sink?.onHead() ?? false
    this.#headBefore = ''
    this.#left = facts.length
    if (this.#isHead || facts.status === 204 || facts.status === 304) this.#part = part.done
    else if (facts.isChunked) this.#beginChunkLine(true)
    else if (!facts.hasLength) this.#part = part.bodyUntilClose
    else this.#part = facts.length === 0 ? part.done : part.fixedBody
  }

  #beginHead(): void {
    this.#part = part.statusLine
    this.#headSize = 0
    this.#headBefore = ''
    this.#line.begin()
  }

  #beginFields(): void {
    this.#part = part.fields
    this.#fields.begin()
  }

  #countHead(from: number, at: number, problem: string | undefined): number {
    this.#headSize += at - from
    if (problem !== undefined) this.problem = problem
    else if (this.#headSize > headLimit) this.problem = `its head is longer than ${headLimit} bytes`
    return at
  }

  #refuse(problem: string, at: number): number {
    this.problem = problem
    return at
  }
}
