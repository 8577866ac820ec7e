import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { artillery } from './artillery.ts'

/** A load generator, and how it is asked for what is measured here. */
export interface Generator {
  readonly name: string
  /** As many requests as the connections carry. Program and arguments. */
  closedLoop?(load: ClosedLoop): readonly string[]
  /** The same, with a new connection for each request. */
  newConnections?(load: ClosedLoop): readonly string[]
  /** So many requests a second, whatever the server does. */
  openLoop?(load: OpenLoop): readonly string[]
  /** Past this rate it falls behind by more than it sends; left out: nobody has seen that. */
  readonly mostPerSecond?: number
}

export interface ClosedLoop {
  readonly url: string
  readonly connections: number
  readonly seconds: number
  /** For files that a generator reads or writes. */
  readonly folder: string
}

export interface OpenLoop extends ClosedLoop {
  readonly ratePerSecond: number
}

const repository = join(import.meta.dirname, '../..')

type Keys = Readonly<Record<string, unknown>>

const oneStep = [{ get: '/', expect: { status: 200 } }]

/** A scenario file like any other, carried out by the command as a user runs it. */
export function loadrunCommand(
  name: string,
  { url, folder }: Pick<ClosedLoop, 'url' | 'folder'>,
  scenario: Keys,
  top: Keys = {},
): readonly string[] {
  const file = join(folder, `${name}.yaml`)
  const users = { steps: oneStep, ...scenario }
  writeFileSync(file, JSON.stringify({ name, target: url, workers: 1, sockets: false, ...top, scenarios: { users } }))
  return [process.execPath, join(repository, 'packages/cli/src/main.ts'), file, '--out', join(folder, name)]
}

function loadrun(name: string, keys: Keys): Generator {
  const closed = ({ connections, seconds }: ClosedLoop) => ({
    ...keys,
    executor: 'constant-vus',
    vus: connections,
    duration: `${seconds}s`,
  })
  return {
    name,
    closedLoop: (load) => loadrunCommand(name, load, closed(load)),
    newConnections: (load) => loadrunCommand(name, load, { ...closed(load), connections: 'new' }),
    openLoop: (load) => {
      const rate = `${load.ratePerSecond}/s`
      return loadrunCommand(name, load, {
        ...keys,
        executor: 'constant-arrival-rate',
        rate,
        duration: `${load.seconds}s`,
      })
    },
  }
}

/** A template, a capture and two expectations, beside the bare request. */
const fullStep = [
  {
    get: '/?visitor={{ iteration() }}',
    expect: { status: 200, contains: 'Hello' },
    capture: { kind: { header: 'content-type' } },
  },
]

const autocannonFile = () => join(dirname(createRequire(import.meta.url).resolve('autocannon')), 'autocannon.js')

/** All that are known; those that are not on PATH are left out of a round. */
export const generators: readonly Generator[] = [
  {
    name: 'wrk',
    closedLoop: ({ url, connections, seconds }) => [
      'wrk',
      '-t1',
      `-c${connections}`,
      `-d${seconds}s`,
      '--latency',
      `${url}/`,
    ],
    newConnections: ({ url, connections, seconds }) => [
      ...['wrk', '-t1', `-c${connections}`, `-d${seconds}s`, '--latency', '-H', 'Connection: close', `${url}/`],
    ],
  },
  {
    name: 'wrk2',
    openLoop: ({ url, connections, seconds, ratePerSecond }) => [
      ...['wrk2', '-t1', `-c${connections}`, `-d${seconds}s`, `-R${ratePerSecond}`, '--latency', `${url}/`],
    ],
  },
  loadrun('loadrun', { client: 'wire' }),
  loadrun('loadrun-full-step', { client: 'wire', steps: fullStep }),
  loadrun('loadrun-undici', { client: 'undici' }),
  {
    name: 'h2load',
    closedLoop: ({ url, connections, seconds }) => [
      'h2load',
      '--h1',
      '-t1',
      `-c${connections}`,
      `-D${seconds}`,
      `${url}/`,
    ],
    openLoop: ({ url, connections, seconds, ratePerSecond }) => [
      ...[
        'h2load',
        '--h1',
        '-t1',
        `-c${connections}`,
        `-D${seconds}`,
        `--rps=${ratePerSecond / connections}`,
        `${url}/`,
      ],
    ],
  },
  {
    name: 'hey',
    closedLoop: ({ url, connections, seconds }) => [
      'hey',
      '-cpus',
      '1',
      '-c',
      `${connections}`,
      '-z',
      `${seconds}s`,
      `${url}/`,
    ],
    newConnections: ({ url, connections, seconds }) => [
      ...['hey', '-disable-keepalive', '-cpus', '1', '-c', `${connections}`, '-z', `${seconds}s`, `${url}/`],
    ],
    openLoop: ({ url, connections, seconds, ratePerSecond }) => [
      ...[
        'hey',
        '-cpus',
        '1',
        '-c',
        `${connections}`,
        '-q',
        `${ratePerSecond / connections}`,
        '-z',
        `${seconds}s`,
        `${url}/`,
      ],
    ],
  },
  {
    name: 'bombardier',
    closedLoop: ({ url, connections, seconds }) => [
      'bombardier',
      '-c',
      `${connections}`,
      '-d',
      `${seconds}s`,
      `${url}/`,
    ],
    openLoop: ({ url, connections, seconds, ratePerSecond }) => [
      ...[
        'bombardier',
        '-c',
        `${connections}`,
        '-d',
        `${seconds}s`,
        '-r',
        `${ratePerSecond}`,
        '-p',
        'r',
        '-o',
        'json',
        `${url}/`,
      ],
    ],
  },
  {
    name: 'autocannon',
    closedLoop: ({ url, connections, seconds }) => [
      ...[process.execPath, autocannonFile(), '-c', `${connections}`, '-d', `${seconds}`, `${url}/`],
    ],
    openLoop: ({ url, connections, seconds, ratePerSecond }) => [
      ...[process.execPath, autocannonFile(), '-c', `${connections}`, '-d', `${seconds}`],
      ...['-R', `${ratePerSecond}`, '-j', `${url}/`],
    ],
  },
  {
    name: 'oha',
    closedLoop: ({ url, connections, seconds }) => [
      ...['oha', '--no-tui', '-c', `${connections}`, '-z', `${seconds}s`, `${url}/`],
    ],
    openLoop: ({ url, connections, seconds, ratePerSecond }) => [
      ...[
        'oha',
        '--no-tui',
        '-c',
        `${connections}`,
        '-z',
        `${seconds}s`,
        '-q',
        `${ratePerSecond}`,
        '--latency-correction',
        `${url}/`,
      ],
    ],
  },
  {
    name: 'vegeta',
    openLoop: ({ url, seconds, ratePerSecond, connections }) => [
      ...[
        'sh',
        '-c',
        `echo 'GET ${url}/' | vegeta attack -rate ${ratePerSecond} -duration ${seconds}s -max-workers ${connections} | vegeta report -type json`,
      ],
    ],
  },
  {
    name: 'k6',
    closedLoop: ({ url, connections, seconds, folder }) => [
      ...['k6', 'run', '--quiet', '--vus', `${connections}`, '--duration', `${seconds}s`, k6Script(folder, url)],
    ],
    openLoop: ({ url, connections, seconds, ratePerSecond, folder }) => [
      ...['k6', 'run', '--quiet', k6Script(folder, url, { connections, seconds, ratePerSecond })],
    ],
  },
  artillery,
]

function k6Script(
  folder: string,
  url: string,
  open?: Pick<OpenLoop, 'connections' | 'seconds' | 'ratePerSecond'>,
): string {
  const script = join(folder, 'k6.js')
  const scenario = open && {
    executor: 'constant-arrival-rate',
    rate: open.ratePerSecond,
    timeUnit: '1s',
    duration: `${open.seconds}s`,
    preAllocatedVUs: open.connections,
    maxVUs: open.connections,
  }
  const options = {
    summaryTrendStats: ['p(50)', 'p(90)', 'p(99)', 'p(99.9)', 'max'],
    ...(scenario && { scenarios: { open: scenario } }),
  }
  writeFileSync(
    script,
    `import http from 'k6/http'
import { check } from 'k6'
export const options = ${JSON.stringify(options)}
export default () => check(http.get('${url}/'), { 'status is 200': (answer) => answer.status === 200 })
export const handleSummary = (data) => ({ stdout: JSON.stringify(data) })
`,
  )
  return script
}
