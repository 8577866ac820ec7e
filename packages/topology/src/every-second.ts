/**
 * Calls `tick` at `startMs` and every full second after it, until the returned function is called. Seconds that pass
 * while the process is too busy are skipped: a late tick never moves the later ones. Times are those of `now`.
 */
export function everySecond(now: () => number, startMs: number, tick: () => void): () => void {
  let timer: NodeJS.Timeout
  let done = -1
  const wait = () => {
    timer = setTimeout(check, Math.max(0, startMs + (done + 1) * 1000 - now()))
  }
  const check = () => {
    const seconds = Math.floor((now() - startMs) / 1000)
    if (seconds > done) {
      done = seconds
      tick()
    }
    wait()
  }
  wait()
  return () => clearTimeout(timer)
}
