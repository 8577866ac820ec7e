import process from 'node:process'

/** Where the command writes. Results go to `print`, everything about the way there to `error` and `progress`. */
export interface Terminal {
  readonly color: boolean
  readonly width: number
  print(text: string): void
  error(text: string): void
  /** Replaces the progress line, or, without a terminal, adds a line now and then. */
  progress(line: string): void
  /** Leaves the progress line behind. */
  endProgress(): void
}

/** Without a terminal, one progress line in this many is printed, so that a CI's log shows life and stays short. */
const plainProgressEvery = 10

export function processTerminal(): Terminal {
  const { stdout, stderr } = process
  for (const stream of [stdout, stderr]) stream.on('error', ignoreLackOfReader)
  let progressShown = false
  let progressLines = 0
  const clear = () => {
    if (progressShown) stderr.write('\r\x1b[2K')
    progressShown = false
  }
  return {
    color: stdout.hasColors?.() ?? false,
    width: stdout.columns ?? 100,
    print(text) {
      clear()
      stdout.write(`${text}\n`)
    },
    error(text) {
      clear()
      stderr.write(`${text}\n`)
    },
    progress(line) {
      if (stderr.isTTY) {
        clear()
        stderr.write(line)
        progressShown = true
      } else if (progressLines % plainProgressEvery === 0) {
        stderr.write(`${line}\n`)
      }
      progressLines += 1
    },
    endProgress() {
      clear()
      progressLines = 0
    },
  }
}

/** Whoever read may have gone, as `head` does: what was begun is brought to its end all the same. */
function ignoreLackOfReader(error: Error & { code?: string }): void {
  if (error.code !== 'EPIPE') throw error
}
