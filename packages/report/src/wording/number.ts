/** With commas between groups of three digits: `20,048` or `-1,234.50`. */
export function groupedText(value: number, decimals: number): string {
  const [whole = '', fraction] = Math.abs(value).toFixed(decimals).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  const sign = value < 0 && /[1-9]/.test(`${whole}${fraction ?? ''}`) ? '-' : ''
  return `${sign}${grouped}${fraction === undefined ? '' : `.${fraction}`}`
}

/** As many decimals as leave about three significant digits, and none from 100 on: `0.42`, `12.3`, `1,204`. */
export function significantText(value: number): string {
  const size = Math.abs(value)
  if (size === 0) return '0'
  if (size < 0.01) return groupedText(value, 4)
  if (size < 10) return groupedText(value, 2)
  if (size < 100) return groupedText(value, 1)
  return groupedText(value, 0)
}
