import type { Written } from '../imported.ts'

/** An OpenAPI document, whose references lead to parts of itself. */
export interface Document {
  readonly root: Written
  /** The value, or what it refers to; an empty mapping where that is none. */
  readonly resolve: (value: unknown) => Written
}
