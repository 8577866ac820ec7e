import { durationText } from './duration.ts'
import { groupedText, significantText } from './number.ts'

/** What a figure measures, and so how it is written. `share` is from 0 to 1. */
export type Unit = 'ms' | 'share' | 'count' | 'perSecond' | 'bytes' | 'megabytesPerSecond'

/** A figure with its unit written out; a dash where there is none. */
export function quantityText(value: number | null | undefined, unit: Unit): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–'
  switch (unit) {
    case 'ms':
      return durationText(value)
    case 'share':
      return shareText(value)
    case 'count':
      return Number.isInteger(value) ? groupedText(value, 0) : significantText(value)
    case 'perSecond':
      return `${significantText(value)}/s`
    case 'bytes':
      return bytesText(value)
    case 'megabytesPerSecond':
      return `${significantText(value)} MB/s`
  }
}

/**
 * A share from 0 to 1 as a percentage. One that is neither none nor all is never written as 0 % or 100 %, since a single
 * failure among a million is still one.
 */
export function shareText(share: number): string {
  const percent = share * 100
  if (percent > 0 && percent < 0.01) return '< 0.01 %'
  if (percent < 100 && percent > 99.99) return '> 99.99 %'
  const decimals = percent > 0 && (percent < 1 || (percent < 100 && percent > 99)) ? 2 : 1
  return `${percent === 0 || percent === 100 ? percent : percent.toFixed(decimals)} %`
}

function bytesText(bytes: number): string {
  if (bytes < 1000) return `${groupedText(bytes, 0)} B`
  if (bytes < 1e6) return `${significantText(bytes / 1e3)} kB`
  if (bytes < 1e9) return `${significantText(bytes / 1e6)} MB`
  return `${significantText(bytes / 1e9)} GB`
}
