import { type CompiledRequest, type Exchange, redirected, redirectStatuses } from '@loadrun/http'
import type { RequestRecorder } from '@loadrun/metrics'
import { parseHtml, redirectsOf } from '@loadrun/plan'
import type {
  DeclaredMetric,
  DomElement,
  KeptCookies,
  Marks,
  Progress,
  RequestGiven,
  Response,
  ScriptUser,
  UserFacts,
} from '@loadrun/script'
import type { CompiledRunStep } from '../compile-steps.ts'
import type { Cookies } from '../cookies.ts'
import { notSent } from '../not-sent.ts'
import { recordExchange } from '../record-exchange.ts'
import type { Walker, Way } from '../walk.ts'
import { CalledOff } from './called-off.ts'
import { allTags, checkTagNames } from './marks.ts'
import type { ReadyRequest } from './script-requests.ts'
import { ScriptResponse } from './script-response.ts'

/** One call of a script's function, and the user as the script sees him while it lasts. */
export class ScriptCall implements ScriptUser {
  readonly facts: UserFacts
  readonly #step: CompiledRunStep
  readonly #way: Way
  readonly #walker: Omit<Walker, 'speaking'>
  /** When the next request is due; `undefined`: when it is sent. */
  #dueMs: number | undefined
  #isOver = false
  #open = 0
  #allDone: (() => void) | undefined

  constructor(step: CompiledRunStep, way: Way, walker: Omit<Walker, 'speaking'>, facts: UserFacts) {
    this.facts = facts
    this.#step = step
    this.#way = way
    this.#walker = walker
    this.#dueMs = way.cameMs
  }

  send(request: RequestGiven): Promise<Response> {
    return this.#during(async () => {
      const { flow } = this.#walker
      let dueMs = this.#dueMs ?? flow.clock.nowMs()
      this.#dueMs = undefined
      this.#way.hasWaited = true
      const marks = this.#marksOf(request)
      const requests = this.#recorderOf(request.name, marks)
      const most = request.redirects ?? this.#step.redirects
      const body = request.body instanceof Promise ? await request.body : request.body
      let made = this.#make({ ...request, body, headers: this.#headersOf(request) }, most > 0)
      const asked = made
      for (let followed = 0; ; followed++) {
        const exchange = 'error' in made ? await notSent(made.error, flow.clock) : await this.#exchange(made, request)
        const of = followed === 0 ? requests : this.#recorderOf(redirectsOf(request.name), marks)
        recordExchange(of, dueMs, exchange, exchange.failure, flow)
        if (exchange.failure?.cause === 'interrupted' || this.#walker.isInterrupted) throw new CalledOff()
        const next = 'error' in made || followed === most ? undefined : nextOf(made, exchange)
        if (next === undefined) {
          this.#throwUnanswered(request, exchange)
          this.#checkStatus(request, exchange, requests, dueMs)
          return new ScriptResponse(exchange, dueMs, request, answeredFrom(request.url, asked, made))
        }
        made = next
        dueMs = exchange.endMs
      }
    })
  }

  #headersOf({ headers }: RequestGiven): RequestGiven['headers'] {
    const userAgent = this.#step.manner?.userAgent
    if (userAgent === undefined) return headers
    const isSaid = Object.keys(headers).some((name) => name.toLowerCase() === 'user-agent')
    return isSaid ? headers : { ...headers, 'user-agent': userAgent }
  }

  #throwUnanswered({ name, throws = this.#step.manner?.throws ?? false }: RequestGiven, { status, failure }: Exchange) {
    if (throws && status === undefined) throw new Error(`${name} got no answer: ${failure?.text ?? failure?.cause}`)
  }

  #make(request: ReadyRequest, follows: boolean): Made {
    const { flow } = this.#walker
    const cookies = this.#cookiesFor(request)
    const keepsAnswer = request.keepsAnswer ?? this.#step.keepsAnswers
    try {
      const answer = keepsAnswer ? 'all' : cookies === undefined ? 'nothing' : 'start'
      return flow.scripts.requests.make(request, { answer, redirects: follows })
    } catch (error) {
      return { error }
    }
  }

  /** Whatever gives a jar to a request has it from `newJar()`, or `jar()`. */
  #cookiesFor({ jar }: RequestGiven): Cookies | undefined {
    return (jar as Cookies | undefined) ?? this.#walker.cookies
  }

  async #exchange(request: CompiledRequest, given: RequestGiven): Promise<Exchange> {
    const { client, limits } = this.#walker
    const { timeoutMs } = given
    const cookies = this.#cookiesFor(given)
    const sent = cookies?.addTo(request, given.replacedCookies) ?? request
    const own = timeoutMs === undefined ? limits : { ...limits, timeoutMs }
    const exchange = await new Promise<Exchange>((resolve) => client.send(sent, own, resolve))
    if (exchange.answer !== undefined) cookies?.keep(request, exchange.answer)
    return exchange
  }

  #checkStatus(
    { statusCheck, isExpected }: RequestGiven,
    { status }: Exchange,
    requests: RequestRecorder,
    dueMs: number,
  ): void {
    if (statusCheck === undefined) return
    requests.check(statusCheck, status !== undefined && isExpected(status), undefined, dueMs)
  }

  check(name: string, passed: boolean, response: Response | undefined, marks: Marks): void {
    checkTagNames(marks.tags)
    const { group } = marks
    const [request, of] =
      response === undefined
        ? [`${group}${this.#step.name}`, { group, tags: undefined }]
        : [response.request.name, this.#marksOf({ ...response.request, group })]
    this.#recorderOf(request, of).check(name, passed, marks.tags, this.#walker.flow.clock.nowMs())
  }

  /** With the method among the tags, where a threshold tells methods apart. */
  #marksOf({ group, tags, method }: Marks & Pick<RequestGiven, 'method'>): Marks {
    const tellsMethods = this.#walker.flow.scripts.scenario.apart?.methods === true
    return { group, tags: tellsMethods ? { ...tags, method } : tags }
  }

  #recorderOf(name: string, marks: Marks): RequestRecorder {
    return this.#walker.flow.scripts.requests.recorderOf(name, marks, this.#step.tags)
  }

  jar(): KeptCookies | undefined {
    return this.#walker.cookies
  }

  newJar(): KeptCookies {
    return this.#walker.flow.scripts.newJar()
  }

  sleep(durationMs: number): Promise<void> {
    return this.#during(async () => {
      const { flow, limits } = this.#walker
      if (durationMs > 0) this.#way.hasWaited = true
      this.#dueMs = undefined
      await flow.clock.sleepUntil(flow.clock.nowMs() + durationMs, limits.signal)
      if (limits.signal.aborted) throw new CalledOff()
    })
  }

  add(metric: DeclaredMetric, value: number, marks: Marks): void {
    checkTagNames(marks.tags)
    const { clock, scripts } = this.#walker.flow
    const { tags } = this.#step
    const around = scripts.thread.speaksAlone ? tags : { ...tags, scenario: scripts.scenario.name }
    scripts.recorder.custom.add(metric, value, clock.nowMs(), allTags(around, marks))
  }

  parseHtml(html: string): DomElement {
    return parseHtml(html)
  }

  random(): number {
    return this.#way.iteration.random()
  }

  abort(reason: string): never {
    this.#walker.flow.scripts.thread.abort(reason)
    throw new CalledOff()
  }

  progress(): Progress {
    return this.#walker.flow.scripts.progress()
  }

  /** Resolves when nothing that the script began is under way. */
  allDone(): Promise<void> {
    if (this.#open === 0) return Promise.resolve()
    return new Promise((resolve) => {
      this.#allDone = resolve
    })
  }

  /** Nothing can be asked of this call any more. */
  end(): void {
    this.#isOver = true
  }

  async #during<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#isOver || this.#walker.isInterrupted) throw new CalledOff()
    this.#open++
    try {
      return await work()
    } finally {
      this.#open--
      if (this.#open === 0) this.#allDone?.()
    }
  }
}

/** The request that an answer leads to; `undefined` where it leads nowhere. */
function nextOf(request: CompiledRequest, { status = 0, answer }: Exchange): CompiledRequest | undefined {
  const location = answer?.headers.location
  if (!redirectStatuses.has(status) || typeof location !== 'string') return undefined
  return redirected(request, status, location)
}

type Made = CompiledRequest | { readonly error: unknown }

/** The URL that a request was led to: a path where it was asked for by one, and the answer is still the target's. */
function answeredFrom(url: string, asked: Made, last: Made): string {
  if (asked === last || 'error' in asked || 'error' in last) return url
  const [from] = asked.routes
  const [to] = last.routes
  if (to === undefined) return url
  return to.origin === from?.origin && !/^https?:/i.test(url) ? to.path : to.origin + to.path
}
