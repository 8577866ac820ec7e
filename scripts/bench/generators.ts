import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import process from 'node:process'

/** A load generator, and how it is asked for a closed loop over connections that are kept. */
export interface Generator {
  readonly name: string
  /** Program and arguments. */
  command(load: ClosedLoop): readonly string[]
}

interface ClosedLoop {
  readonly url: string
  readonly connections: number
  readonly seconds: number
  /** For files that a generator reads or writes. */
  readonly folder: string
}

const repository = join(import.meta.dirname, '../..')

/** `client` is that of the scenario. */
function loadrun(client: 'wire' | 'undici'): Generator {
  return {
    name: client === 'wire' ? 'loadrun' : 'loadrun-undici',
    command: ({ url, connections, seconds, folder }) => {
      const file = join(folder, `${client}.yaml`)
      writeFileSync(
        file,
        `name: bench
target: ${url}
workers: 1
sockets: false
scenarios:
  users:
    executor: constant-vus
    vus: ${connections}
    duration: ${seconds}s
    client: ${client}
    steps: [{ get: /, expect: { status: 200 } }]
`,
      )
      return [process.execPath, join(repository, 'packages/cli/src/main.ts'), file, '--out', join(folder, client)]
    },
  }
}

/** All that are known; those that are not on PATH are left out of a round. */
export const generators: readonly Generator[] = [
  {
    name: 'wrk',
    command: ({ url, connections, seconds }) => ['wrk', '-t1', `-c${connections}`, `-d${seconds}s`, `${url}/`],
  },
  loadrun('wire'),
  loadrun('undici'),
  {
    name: 'h2load',
    command: ({ url, connections, seconds }) => [
      'h2load',
      '--h1',
      '-t1',
      `-c${connections}`,
      `-D${seconds}`,
      `${url}/`,
    ],
  },
  {
    name: 'hey',
    command: ({ url, connections, seconds }) => [
      'hey',
      '-cpus',
      '1',
      '-c',
      `${connections}`,
      '-z',
      `${seconds}s`,
      `${url}/`,
    ],
  },
  {
    name: 'bombardier',
    command: ({ url, connections, seconds }) => ['bombardier', '-c', `${connections}`, '-d', `${seconds}s`, `${url}/`],
  },
  {
    name: 'autocannon',
    command: ({ url, connections, seconds }) => {
      const program = join(dirname(createRequire(import.meta.url).resolve('autocannon')), 'autocannon.js')
      return [process.execPath, program, '-c', `${connections}`, '-d', `${seconds}`, `${url}/`]
    },
  },
  {
    name: 'k6',
    command: ({ url, connections, seconds, folder }) => {
      const script = join(folder, 'k6.js')
      writeFileSync(
        script,
        `import http from 'k6/http'
import { check } from 'k6'
export default () => check(http.get('${url}/'), { 'status is 200': (answer) => answer.status === 200 })
`,
      )
      return ['k6', 'run', '--quiet', '--vus', `${connections}`, '--duration', `${seconds}s`, script]
    },
  },
]
