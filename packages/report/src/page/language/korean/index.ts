import type { Dictionary } from '../translator.ts'
import { charts } from './charts.ts'
import { comparison } from './comparison.ts'
import { findings } from './findings.ts'
import { joints } from './joints.ts'
import { page } from './page.ts'
import { sweep } from './sweep.ts'

/** Everything that the page says in Korean. What stands first is what a sentence is held against first. */
export const korean: Dictionary = [...page, ...charts, ...findings, ...comparison, ...sweep, ...joints]
