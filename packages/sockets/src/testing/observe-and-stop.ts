// A program with nothing else to do but to observe for a moment, over and over: it must live until the last stop.
import { observeSockets } from '../observe.ts'

for (let time = 0; time < 5; time += 1) {
  const observer = await observeSockets({ legs: [], everyMs: 5 })
  const observation = await observer.stop()
  process.stdout.write(observation.observed ? 'observed\n' : `${observation.reason}\n`)
}
