import process from 'node:process'
import { commandLine } from './command-line.ts'
import { exitCodes, UserError } from './exit-codes.ts'
import { processTerminal } from './terminal.ts'

const terminal = processTerminal()

try {
  process.exitCode = await commandLine(process.argv.slice(2), terminal)
} catch (error) {
  if (error instanceof UserError) {
    terminal.error(error.message)
    process.exitCode = error.exitCode
  } else {
    terminal.error(`This is a bug of loadrun: ${error instanceof Error ? error.stack : String(error)}`)
    process.exitCode = exitCodes.bug
  }
}
