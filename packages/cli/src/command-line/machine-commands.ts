import type { Command } from 'commander'
import { serve } from '../commands/serve.ts'
import { type SocketsOptions, sockets } from '../commands/sockets.ts'
import { listenAddress, wholeNumber } from '../option-values.ts'
import type { Terminal } from '../terminal.ts'
import type { Act } from './act.ts'

/** What a machine has to do with a load elsewhere: `serve` and `sockets`. */
export function addMachineCommands(program: Command, terminal: Terminal, act: Act): void {
  program
    .command('serve')
    .description('run a bundled tier on its own until Ctrl-C')
    .argument('<kind>', 'limited-server, middleware or toxics')
    .argument('[settings...]', 'as in a scenario file: concurrency=100 latency=200ms port=8080')
    .action((kind: string, settings: string[]) => act(serve(kind, settings, terminal)))

  program
    .command('sockets')
    .description('show this machine’s TCP connections by peer, port and state')
    .option('--watch', 'again each second, until Ctrl-C')
    .option('--most <n>', 'rows to show', wholeNumber, 20)
    .option(
      '--serve [address]',
      'tell them over HTTP, for `observe` of a scenario file elsewhere (default: 127.0.0.1:9465)',
      listenAddress,
    )
    .action((options: SocketsOptions) => act(sockets(options, terminal)))
}
