/**
 * A worker thread tells of itself each second; one whose script loops without ever waiting cannot, nor one whose pattern never comes to an end. Long enough for a
 * machine that has other things to do.
 */
export const patienceMs = 15_000

export interface Watchdog {
  /** The thread has told of itself, or begins. */
  seen(): void
  stop(): void
}

/** Calls `onSilence` when nothing was seen for too long after something was. */
export function watchdog(silenceMs: number, onSilence: () => void): Watchdog {
  let timer: NodeJS.Timeout | undefined
  return {
    seen: () => {
      clearTimeout(timer)
      timer = setTimeout(onSilence, silenceMs)
    },
    stop: () => clearTimeout(timer),
  }
}
