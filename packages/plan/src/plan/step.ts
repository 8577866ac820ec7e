import type { Distribution } from '@loadrun/random'
import type { Expression, JsonValue, Text } from '../expressions/expression.ts'

/** One thing that a user does. Groups are in the names of their requests, as `checkout / POST /orders`. */
export type Step =
  | RequestStep
  /** Does nothing for a while. */
  | { readonly kind: 'think'; readonly time: Distribution }
  | {
      readonly kind: 'if'
      readonly condition: Expression
      readonly steps: readonly Step[]
      readonly otherwise: readonly Step[]
    }
  /** `as`: the variable that holds the round's number, from 1. */
  | {
      readonly kind: 'repeat'
      readonly count: Expression
      readonly as: string | undefined
      readonly steps: readonly Step[]
    }
  /** Once for each item of a list; for none where it is no list. */
  | { readonly kind: 'forEach'; readonly list: Expression; readonly as: string; readonly steps: readonly Step[] }
  | {
      readonly kind: 'while'
      readonly condition: Expression
      readonly atMost: number
      readonly steps: readonly Step[]
    }
  /** One of several, in proportion to their weights. */
  | { readonly kind: 'choose'; readonly choices: readonly Readonly<{ weight: number; steps: readonly Step[] }>[] }
  | RunStep
  /** All at once; goes on when the last has ended. */
  | { readonly kind: 'parallel'; readonly steps: readonly Step[] }

/** Calls a function of a script, and waits until it and all that it began has ended. */
export interface RunStep {
  readonly kind: 'run'
  /** As the file says it, such as `./checkout.ts#addToBasket`. */
  readonly name: string
  /** From where loadrun runs, or from the root. */
  readonly path: string
  /** What the file exports it as. */
  readonly function: string
  /** Goes before the names of its requests, as `checkout / `. */
  readonly group: string
  /** Of the scenario and its groups: they hold for all that it does. */
  readonly tags: Tags
  /** The variable that holds what it returns. */
  readonly as: string | undefined
  /** `user`: it is given its user, with variables. `data`: what `setup()` of its script returned. */
  readonly given: 'user' | 'data'
  /** Of `__ENV`, beside what the environment has. */
  readonly environment: Readonly<Record<string, string>>
  /** Whether answers are kept where a request does not say. */
  readonly keepsAnswers: boolean
  /** How many are followed at most where a request does not say. */
  readonly redirects: number
  /** Of a script that is a test of its own; left out: requests and iterations are as the scenario file has them. */
  readonly manner?: ScriptManner
}

/** What a script's `options` say of all its iterations and requests. */
export interface ScriptManner {
  /** The header of requests that say no other; `undefined`: none. */
  readonly userAgent: string | undefined
  /** The function's call is made to last so long, by waiting at its end. */
  readonly minIterationMs: number | undefined
  /** Whether a request that got no answer throws, where it does not say. */
  readonly throws: boolean
}

/** Sends a request and waits for its answer. */
export interface RequestStep {
  readonly kind: 'request'
  /** Names the request in metrics: the `name` given, else method and path as they are written. */
  readonly name: string
  readonly method: Text
  /** Path and query for the target, or a whole URL. */
  readonly url: Text
  readonly headers: Readonly<Record<string, Text>>
  readonly body: Body | undefined
  /** What the body is compressed with, one after the other; none: it goes as it is. */
  readonly compress: readonly ContentCoding[]
  /** Redirects that are followed at most, each measured as a request of its own. */
  readonly redirects: number
  /** The user's patience with this request, and with each that it is led to; `undefined`: the scenario's. */
  readonly timeoutMs: number | undefined
  /** Longest body of an answer that is read; `undefined`: the scenario's. */
  readonly maxAnswerBytes: number | undefined
  /** Of the scenario, its groups and its own; `group` is that of the innermost group. Thresholds can name them. */
  readonly tags: Tags
  /** Statuses that count as success. Empty: everything below 400, as in k6. */
  readonly expectStatus: readonly number[]
  /** What else the answer must be like; a request whose answer is not has failed. */
  readonly expect: readonly Expectation[]
  /** What later steps want to know of the answer. Where it is not to be found, the request has failed. */
  readonly capture: readonly Capture[]
}

/** What the requests are called that answers of a request lead to. */
export function redirectsOf(name: string): string {
  return `${name} (redirect)`
}

/** What bodies can be compressed with, as `content-encoding` calls it. */
export const contentCodings = ['gzip', 'deflate', 'br', 'zstd'] as const

export type ContentCoding = (typeof contentCodings)[number]

/** Names to values that a request has in thresholds. */
export type Tags = Readonly<Record<string, string>>

/** What a request carries. */
export type Body = Text | FileBody | MultipartBody

/** The bytes of a file, read once by each worker thread before the load. */
export interface FileBody {
  readonly kind: 'file'
  /** From where loadrun runs, or from the root. */
  readonly path: string
}

/** A form as browsers send it with files (RFC 7578). */
export interface MultipartBody {
  readonly kind: 'multipart'
  readonly boundary: string
  readonly parts: readonly BodyPart[]
}

export interface BodyPart {
  readonly name: string
  readonly content: Text | FileBody
  /** `undefined`: it is no file. */
  readonly fileName: string | undefined
  /** Its `content-type`; `undefined`: none is said. */
  readonly type: string | undefined
}

/** Something an answer must be. `name` says it in words, and counts it among `checks`. */
export type Expectation = { readonly name: string } & (
  | { readonly kind: 'header'; readonly header: string; readonly value: Text }
  /** A regular expression. */
  | { readonly kind: 'header-matches'; readonly header: string; readonly pattern: string }
  | { readonly kind: 'header-there'; readonly header: string; readonly isThere: boolean }
  /** Whether the JSONPath leads to anything, be it `null`. */
  | { readonly kind: 'json-there'; readonly path: string; readonly isThere: boolean }
  | { readonly kind: 'contains'; readonly part: Text }
  /** A regular expression. */
  | { readonly kind: 'matches'; readonly pattern: string }
  /** The first value that the JSONPath leads to. */
  | { readonly kind: 'json'; readonly path: string; readonly value: Expression }
  /** From handing the request over to the last byte. */
  | { readonly kind: 'within'; readonly limitMs: number }
  /** Of the body, in bytes. */
  | { readonly kind: 'size'; readonly min: number; readonly max: number | undefined }
)

/** Keeps a part of an answer as a variable. */
export interface Capture {
  readonly variable: string
  readonly source:
    | { readonly kind: 'json'; readonly path: string }
    | { readonly kind: 'header'; readonly header: string }
    | { readonly kind: 'cookie'; readonly cookie: string }
    | { readonly kind: 'body' }
    /** Of the elements that a CSS selector finds: an attribute, or the text within. */
    | { readonly kind: 'css'; readonly selector: string; readonly attribute: string | undefined }
  /** Takes the first group of this regular expression out of what was found; without a group, the whole match. */
  readonly pattern: string | undefined
  /** A list of everything that is found, instead of the first. */
  readonly all: boolean
  /** What the variable is where nothing is found; `undefined`: that is a failure. */
  readonly otherwise: JsonValue | undefined
}
