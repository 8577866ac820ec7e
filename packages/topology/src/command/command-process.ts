import { runTierProcess } from '../run-tier-process.ts'
import { startCommand } from './start-command.ts'

runTierProcess(async (start) => {
  if (!('sendsTo' in start)) throw new Error(`Cannot start a ${start.tier.kind} here: this process runs a command`)
  const command = await startCommand(start.tier, start.sendsTo)
  command.ended.then((how) => {
    process.stderr.write(`The program ended ${how}\n`)
    process.exit(1)
  })
  return command
})
