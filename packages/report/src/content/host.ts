import type { Measured } from '@loadrun/metrics'
import type { Figure } from './content.ts'

/** The machine that the load came from. */
export function hostFigures({ node, os, cpu, cores }: Measured['host']): readonly Figure[] {
  return [
    { label: 'Node.js', value: node, unit: 'text' },
    { label: 'operating system', value: os, unit: 'text' },
    { label: 'processor', value: cpu, unit: 'text' },
    { label: 'cores', value: cores, unit: 'count' },
  ]
}
