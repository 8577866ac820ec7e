import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { installFromDebian } from './installed.ts'
import type { BenchServer, ServerRules } from './server.ts'

/**
 * A real server with as small an answer as the bench's own, one process on a core of its own. It counts requests itself
 * (`stub_status`), and is asked for the count over a socket that no generator uses.
 */
export async function startNginx(folder: string, core: number, rules: ServerRules = {}): Promise<BenchServer> {
  if (Object.keys(rules).length > 0)
    throw new Error('Cannot measure this with nginx: wanted is a server that stands still, or says when requests came')
  installFromDebian('nginx')
  const own = mkdtempSync(join(folder, 'nginx-'))
  const port = await freePort()
  writeFileSync(join(own, 'nginx.conf'), configuration(own, port))
  const program = ['-c', String(core), 'nginx', '-e', 'stderr', '-p', own, '-c', join(own, 'nginx.conf')]
  const running = spawn('taskset', program, { stdio: ['ignore', 'inherit', 'inherit'] })
  const ended = once(running, 'exit')
  let asked = 0
  const answers = async () => {
    const count = await requestsCounted(join(own, 'status'))
    asked += 1
    return count - asked
  }
  for (;;) {
    if (running.exitCode !== null) throw new Error('Cannot measure with nginx: it ended at once')
    const count = await answers().catch(() => undefined)
    if (count !== undefined) break
    await sleep(10)
  }
  return {
    url: `http://127.0.0.1:${port}`,
    answers,
    arrivalsMs: () => new Float64Array(),
    stop: async () => {
      running.kill()
      await ended
    },
  }
}

function configuration(folder: string, port: number): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  return `daemon off;
master_process off;
pid ${folder}/pid;
worker_rlimit_nofile 65536;
events { worker_connections 32768; }
http {
  access_log off;
  keepalive_requests 1000000000;
  ${temporary.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join('\n  ')}
  server {
    listen 127.0.0.1:${port} backlog=4096;
    default_type text/plain;
    location / { return 200 'Hello, world!'; }
  }
  server {
    listen unix:${folder}/status;
    location / { stub_status; }
  }
}
`
}

/** Of all that ever came, this one with them. */
async function requestsCounted(socketPath: string): Promise<number> {
  const asking = request({ socketPath, path: '/', agent: false }).end()
  const [answer] = await once(asking, 'response')
  const status = await text(answer)
  const [, counts] = /server accepts handled requests\s+\d+ \d+ (\d+)/.exec(status) ?? []
  if (counts === undefined) throw new Error(`Cannot read how many requests nginx has counted, found: ${status}`)
  return Number(counts)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('No port is free')
  return address.port
}
