/** `none` and nothing given: no limit. */
export function limit(given: number | 'none' | undefined): number | undefined {
  return given === 'none' ? undefined : given
}
