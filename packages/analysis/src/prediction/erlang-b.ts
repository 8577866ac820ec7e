/**
 * Share of arrivals that a loss system of `servers` places refuses at an offered load in Erlang (arrivals a second ×
 * mean holding time in seconds), when single arrivals come as a Poisson process. The distribution of the holding time
 * does not matter. Erlang's B formula by its recursion (Jagerman, Bell System Technical Journal 53, 1974, p. 525).
 */
export function erlangB(offeredErlang: number, servers: number): number {
  let blocked = 1
  for (let places = 1; places <= servers; places += 1) {
    blocked = (offeredErlang * blocked) / (places + offeredErlang * blocked)
  }
  return blocked
}
