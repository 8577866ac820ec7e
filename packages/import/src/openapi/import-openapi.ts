import { isUtf8 } from 'node:buffer'
import { readFileSync, statSync } from 'node:fs'
import SwaggerParser from '@apidevtools/swagger-parser'
import { defined, filled, ImportError, type Imported, isMapping, modestLoad, type Written } from '../imported.ts'
import { holdsMoreThan } from './bounded-view.ts'
import type { Document } from './document.ts'
import { operationStep } from './operation-step.ts'

const methods = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'] as const

/** The largest documents of public services have some ten million. */
const mostBytes = 16 * 2 ** 20

/** With aliases of YAML written out. */
const mostValues = 2_000_000

/**
 * A scenario for each operation of an OpenAPI 3 document, with its examples as parameters and bodies, so that each can
 * have a load of its own. References to other files are read, those to the network are not.
 */
export async function importOpenApi(file: string): Promise<Imported> {
  const parser = new SwaggerParser()
  const root = await bundled(parser, file)
  if (!isMapping(root) || !/^3\./.test(String(root.openapi))) {
    const found = isMapping(root) && typeof root.swagger === 'string' ? `Swagger ${root.swagger}` : 'another document'
    throw new ImportError(`Cannot import ${file}: OpenAPI 3 is wanted, found ${found}`)
  }
  const document: Document = {
    root,
    resolve: (value) => {
      const found = isMapping(value) && typeof value.$ref === 'string' ? parser.$refs.get(value.$ref) : value
      return isMapping(found) ? found : {}
    },
  }
  const notes: string[] = []
  const target = targetOf(root, notes)
  const operations = operationsOf(document)
  if (operations.length === 0) throw new ImportError(`Cannot import ${file}: it has no operations`)
  const names = new Set<string>()
  const scenarios = operations.map(({ path, method, item, operation }) => {
    const name = nameOf(operation, method, path, names)
    const { step, vars } = operationStep({ path, method, item, operation }, document, notes)
    return [name, defined({ ...modestLoad, vars: filled(vars), steps: [step] })] as const
  })
  if (scenarios.length > 1) {
    const { rate } = modestLoad
    notes.push(
      `All ${scenarios.length} scenarios run at once, ${rate} each: leave some out, or let some start later (\`startAfter\`)`,
    )
  }
  const title = isMapping(root.info) ? root.info.title : undefined
  return {
    from: `the OpenAPI document${typeof title === 'string' ? ` of ${title}` : ''}`,
    file: { target, scenarios: Object.fromEntries(scenarios) },
    notes: [...new Set(notes)],
  }
}

async function bundled(parser: SwaggerParser, file: string): Promise<unknown> {
  try {
    const { size } = statSync(file)
    if (size > mostBytes) throw new Error(`it has ${size} bytes, more than ${mostBytes}`)
    if (!isUtf8(readFileSync(file))) throw new Error('it is not text in UTF-8')
    if (holdsMoreThan(mostValues, await parser.parse(file))) {
      throw new Error(`it holds more than ${mostValues} values once its aliases are written out`)
    }
    return await parser.bundle(file, { resolve: { http: false } })
  } catch (error) {
    throw new ImportError(`Cannot read ${file}: ${error instanceof Error ? error.message : error}`)
  }
}

interface Operation {
  readonly path: string
  readonly method: string
  readonly item: Written
  readonly operation: Written
}

function operationsOf({ root, resolve }: Document): readonly Operation[] {
  const paths = isMapping(root.paths) ? root.paths : {}
  return Object.entries(paths).flatMap(([path, given]) => {
    const item = resolve(given)
    return methods.flatMap((method) => {
      const operation = item[method]
      return isMapping(operation) ? [{ path, method, item, operation }] : []
    })
  })
}

/** The first server, its variables at their defaults; a path is one of a server that the document does not name. */
function targetOf(root: Written, notes: string[]): string {
  const [server] = Array.isArray(root.servers) ? root.servers : []
  const { url: written = '/', variables = {} } = isMapping(server) ? server : {}
  const url = String(written).replaceAll(/\{([^}]+)\}/g, (_, name: string) => {
    const variable = isMapping(variables) ? variables[name] : undefined
    return String(isMapping(variable) ? variable.default : name)
  })
  if (/^https?:\/\//.test(url)) return url.replace(/\/$/, '')
  notes.push('The document names no server: put its address in `target`')
  return `http://127.0.0.1:3000${url === '/' ? '' : url.replace(/\/$/, '')}`
}

/** As the document calls it, in letters that a scenario can have; no name twice. */
function nameOf(operation: Written, method: string, path: string, taken: Set<string>): string {
  const given = typeof operation.operationId === 'string' ? operation.operationId : `${method}${path}`
  const clean =
    given
      .replaceAll(/[^\w]+/g, '-')
      .replaceAll(/^[^A-Za-z]+|-+$/g, '')
      .slice(0, 60) || 'operation'
  let name = clean
  for (let again = 2; taken.has(name); again++) name = `${clean}-${again}`
  taken.add(name)
  return name
}
