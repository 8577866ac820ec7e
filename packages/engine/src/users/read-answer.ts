import type { Answer } from '@loadrun/http'
import type { JsonValue } from '@loadrun/plan'

/** An answer as expectations and captures read it: each part is worked out when it is first asked for. */
export class ReadAnswer {
  readonly answer: Answer
  #text: string | undefined
  #json: JsonValue | undefined

  constructor(answer: Answer) {
    this.answer = answer
  }

  get text(): string {
    this.#text ??= this.answer.body.toString()
    return this.#text
  }

  /** `undefined`: the body is no JSON. */
  get json(): JsonValue | undefined {
    if (this.#json !== undefined) return this.#json
    try {
      this.#json = JSON.parse(this.text) as JsonValue
    } catch {
      // Says what came instead where it is used.
    }
    return this.#json
  }

  headers(name: string): readonly string[] {
    const value = this.answer.headers[name]
    return value === undefined ? [] : [value].flat()
  }

  /** Of the cookies that this answer sets. */
  cookies(name: string): readonly string[] {
    return this.headers('set-cookie').flatMap((line) => {
      const [pair = ''] = line.split(';')
      const [given = '', ...value] = pair.split('=')
      return given.trim() === name ? [value.join('=').trim()] : []
    })
  }
}
