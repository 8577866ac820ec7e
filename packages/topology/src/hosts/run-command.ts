import { execFile } from 'node:child_process'

/** Runs a command to its end, and rejects with what it said where it failed. */
export function runCommand(command: string, args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(command, args, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else if (error.code === 'ENOENT') reject(new Error(`the command ${command} was not found`))
      else reject(new Error(`${[command, ...args].join(' ')} said: ${stderr.trim() || error.message}`))
    })
    // A command that ends without reading says why in its exit code.
    child.stdin?.on('error', () => {})
    child.stdin?.end(input)
  })
}

/** Commands of iproute2's `ip`, carried out in one go and in this order; those after one that fails are not. */
export function runIp(lines: readonly string[], namespace?: string): Promise<string> {
  const where = namespace === undefined ? [] : ['-netns', namespace]
  return runCommand('ip', [...where, '-batch', '-'], lines.map((line) => `${line}\n`).join(''))
}
