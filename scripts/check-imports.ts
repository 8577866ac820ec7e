// Fails when a package imports what the table below does not allow. The table is the architecture: ARCHITECTURE.md
// explains it, and a new arrow needs a reason there.
import { globSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, normalize, relative } from 'node:path'
import process from 'node:process'

interface Allowed {
  /** Packages of this repository. */
  readonly packages: readonly string[]
  /** Third-party libraries; each belongs to one package. */
  readonly libraries: readonly string[]
}

const root = join(import.meta.dirname, '..')

const table: Readonly<Record<string, Allowed>> = {
  random: { packages: [], libraries: ['pure-rand'] },
  plan: { packages: ['random'], libraries: ['yaml', 'zod', 'json-p3', 'node-html-parser'] },
  metrics: { packages: ['plan'], libraries: ['hdr-histogram-js'] },
  http: { packages: ['metrics'], libraries: ['undici'] },
  script: { packages: [], libraries: [] },
  import: { packages: ['plan'], libraries: ['@apidevtools/swagger-parser', 'openapi-sampler'] },
  sockets: { packages: ['metrics'], libraries: [] },
  topology: { packages: ['plan', 'metrics'], libraries: [] },
  'limited-server': { packages: ['plan', 'metrics', 'random', 'topology'], libraries: [] },
  middleware: { packages: ['plan', 'metrics', 'random', 'topology'], libraries: ['cockatiel', 'undici'] },
  engine: {
    packages: ['plan', 'random', 'metrics', 'http', 'script', 'sockets', 'topology'],
    libraries: ['piscina', 'csv-parse', 'tough-cookie'],
  },
  toxics: { packages: ['plan', 'metrics', 'random', 'topology'], libraries: [] },
  agents: {
    packages: ['plan', 'metrics', 'http', 'sockets', 'engine'],
    libraries: ['@nats-io/transport-node', '@nats-io/jetstream', '@nats-io/obj'],
  },
  analysis: { packages: ['plan', 'metrics', 'random'], libraries: [] },
  history: { packages: ['plan', 'metrics', 'analysis'], libraries: [] },
  outputs: {
    packages: ['plan', 'metrics'],
    libraries: [
      '@opentelemetry/api',
      '@opentelemetry/exporter-metrics-otlp-http',
      '@opentelemetry/exporter-prometheus',
      '@opentelemetry/resources',
      '@opentelemetry/sdk-metrics',
    ],
  },
  report: {
    packages: ['plan', 'metrics', 'analysis'],
    libraries: ['preact', 'uplot', 'esbuild', 'junit-report-builder'],
  },
  cli: {
    packages: [
      'plan',
      'metrics',
      'engine',
      'script',
      'import',
      'agents',
      'sockets',
      'topology',
      'limited-server',
      'middleware',
      'toxics',
      'analysis',
      'history',
      'report',
      'outputs',
    ],
    libraries: ['commander'],
  },
}

/** For tests, any package may use these as well. */
const testLibraries = ['vitest', 'fast-check', 'ajv']

const problems: string[] = []
for (const file of globSync('packages/*/{src,bench}/**/*.{ts,tsx}', { cwd: root }).sort()) {
  const name = file.split('/')[1] ?? ''
  const allowed = table[name]
  if (allowed === undefined) {
    problems.push(`${file}: the package ${name} is not in the table of scripts/check-imports.ts`)
    continue
  }
  const isTest = /\.(test|contract)\.tsx?$|\/(testing|conformance)\//.test(file)
  for (const specifier of specifiersIn(readFileSync(join(root, file), 'utf8'))) {
    const problem = problemWith(specifier, file, name, allowed, isTest)
    if (problem !== undefined) problems.push(`${file}: ${problem}`)
  }
}
problems.push(...cyclesIn(table))

if (problems.length > 0) {
  process.stderr.write(`${problems.join('\n')}\n${problems.length} import problems\n`)
  process.exitCode = 1
} else {
  process.stdout.write(`Imports follow the table: ${Object.keys(table).length} packages.\n`)
}

function specifiersIn(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
  const pattern =
    /(?:^|[\s;])(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|(?<!['"])\bimport\s*\(?\s*['"]([^'"]+)['"]/g
  return [...code.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? '')
}

function problemWith(
  specifier: string,
  file: string,
  name: string,
  allowed: Allowed,
  isTest: boolean,
): string | undefined {
  if (specifier.startsWith('.')) {
    const home = join('packages', name)
    const target = normalize(join(dirname(file), specifier))
    return relative(home, target).startsWith('..') ? `'${specifier}' leaves the package` : undefined
  }
  if (specifier.startsWith('node:')) return undefined
  if (builtinModules.includes(specifier)) return `'${specifier}' lacks the prefix 'node:'`
  if (specifier.startsWith('@loadrun/')) {
    const other = specifier.split('/')[1] ?? ''
    return allowed.packages.includes(other) ? undefined : `${name} may not import ${other}`
  }
  const library = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
  if (allowed.libraries.includes(library) || (isTest && testLibraries.includes(library))) return undefined
  return `${name} may not import the library '${library}'`
}

function cyclesIn(graph: typeof table): string[] {
  const found: string[] = []
  const done = new Set<string>()
  const visit = (name: string, path: readonly string[]): void => {
    if (path.includes(name)) {
      found.push(`the table has a cycle: ${[...path.slice(path.indexOf(name)), name].join(' → ')}`)
      return
    }
    if (done.has(name)) return
    for (const next of graph[name]?.packages ?? []) visit(next, [...path, name])
    done.add(name)
  }
  for (const name of Object.keys(graph)) visit(name, [])
  return found
}
