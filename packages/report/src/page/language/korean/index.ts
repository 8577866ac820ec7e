import type { Dictionary } from '../translator.ts'

/** Everything that the page says in Korean. */
export const korean: Dictionary = []
