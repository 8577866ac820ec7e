import type { Dictionary } from '../translator.ts'

/** What joins parts that are said elsewhere. Last of all, since nearly everything fits. */
export const joints: Dictionary = [
  ['{first}; {rest}', '{first*}; {rest*}'],
  ['{first}, and for each {rest}', '{first*}, {rest*}'],
  ['{first} and those {rest}', '{first*}, {rest*}'],
  ['{threshold} was {value}', '{threshold} → 실제 {value}'],
  ['{side}: {what}', '{side}: {what*}'],
]
