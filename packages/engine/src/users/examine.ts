import type { Exchange } from '@loadrun/http'
import type { Failure, RequestRecorder } from '@loadrun/metrics'
import type { RequestStep } from '@loadrun/plan'
import { type CompiledCapture, compileCapture } from './captures.ts'
import type { Language } from './compile-expression.ts'
import { type CompiledExpectation, compileExpectation } from './expectations.ts'
import { failedBy } from './failed-by.ts'
import type { Iteration } from './iteration.ts'
import { ReadAnswer } from './read-answer.ts'

/** What an examination of an answer brought. */
interface Examined {
  readonly failure: Failure | undefined
  /** `false`: later steps lack what they need. */
  readonly canGoOn: boolean
}

/** Looks at what came of a request, counts what was expected, and keeps what later steps need. */
export type Examine = (exchange: Exchange, iteration: Iteration, dueMs: number) => Examined

/** `undefined` where a step asks for nothing but a status. */
export function compileExamination(
  step: Pick<RequestStep, 'expect' | 'capture'>,
  requests: RequestRecorder,
  language: Language,
): Examine | undefined {
  if (step.expect.length === 0 && step.capture.length === 0) return undefined
  const expectations = step.expect.map((each) => compileExpectation(each, language))
  const captures = step.capture.map((each) => compileCapture(each, language))
  return ({ answer, failure, sentMs, endMs }, iteration, dueMs) => {
    const check = (name: string, passed: boolean) => requests.check(name, passed, undefined, dueMs)
    if (answer === undefined) {
      for (const { name } of expectations) check(name, false)
      return { failure, canGoOn: captures.map((each) => each.doWithout(iteration)).every(Boolean) }
    }
    const read = new ReadAnswer(answer)
    const disappointed = expect(expectations, read, iteration, endMs - sentMs, check)
    const missing = take(captures, read, iteration)
    return {
      failure:
        failure ??
        (disappointed === undefined ? undefined : failedBy('expectation', disappointed, read.answer, read.text)) ??
        (missing === undefined ? undefined : failedBy('capture', missing, read.answer, read.text)),
      canGoOn: missing === undefined,
    }
  }
}

/** Examines all; the first that is disappointed speaks for the request. */
function expect(
  expectations: readonly CompiledExpectation[],
  answer: ReadAnswer,
  iteration: Iteration,
  serviceMs: number,
  check: (name: string, passed: boolean) => void,
): string | undefined {
  let first: string | undefined
  for (const { name, examine } of expectations) {
    const disappointment = examine(answer, iteration, serviceMs)
    check(name, disappointment === undefined)
    if (disappointment !== undefined) first ??= `Expected: ${name}; ${disappointment}`
  }
  return first
}

function take(captures: readonly CompiledCapture[], answer: ReadAnswer, iteration: Iteration): string | undefined {
  let first: string | undefined
  for (const capture of captures) {
    const missing = capture.take(answer, iteration)
    first ??= missing
  }
  return first
}
