import type { Colour, Line } from '../chart.ts'

/** For lines of which none is good or bad, told apart by colour and by stroke. */
export const looks: readonly (readonly [Colour, Line['stroke']])[] = [
  ['vermilion', 'solid'],
  ['blue', 'solid'],
  ['green', 'dashed'],
  ['orange', 'dashed'],
  ['purple', 'dotted'],
  ['sky', 'dotted'],
]
