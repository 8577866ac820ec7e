import { type CompiledRequest, compileRequest, type Keeping, requestMaker } from '@loadrun/http'
import type { RequestStep } from '@loadrun/plan'
import { type BytesOf, compressed, prepareBody } from './compile-body.ts'
import { compileText, type Language } from './compile-expression.ts'
import type { Iteration } from './iteration.ts'

/** A request that is the same each time, or one that is made anew in each iteration. */
export type PreparedRequest = CompiledRequest | ((iteration: Iteration) => CompiledRequest)

export interface RequestGiven {
  readonly targets: readonly string[]
  readonly isExpected: (status: number) => boolean
  readonly keeps: Keeping
  readonly keepsRedirects: boolean
}

export function prepareRequest(
  step: RequestStep,
  given: RequestGiven,
  language: Language,
  bytesOf: BytesOf,
): PreparedRequest {
  const { targets, ...fixed } = given
  const method = compileText(step.method, language)
  const url = compileText(step.url, language)
  const headers = Object.entries(step.headers).map(([name, value]) => [name, compileText(value, language)] as const)
  const body =
    step.body === undefined ? undefined : compressed(prepareBody(step.body, language, bytesOf), step.compress)
  const varying = [method, url, body, ...headers.map(([, value]) => value)].some((each) => typeof each === 'function')
  const written = (iteration: Iteration) => ({
    method: render(method, iteration),
    url: render(url, iteration),
    headers: Object.fromEntries(headers.map(([name, value]) => [name, render(value, iteration)])),
    body: body === undefined ? undefined : render(body, iteration),
    ...fixed,
  })
  if (!varying) return compileRequest(written(nothing), targets)
  const make = requestMaker(targets)
  return (iteration) => make(written(iteration))
}

/** For what is the same in every iteration. */
const nothing: Iteration = { number: 0, values: [], random: () => 0 }

function render<Content>(content: Content | ((iteration: Iteration) => Content), iteration: Iteration): Content {
  return content instanceof Function ? content(iteration) : content
}
