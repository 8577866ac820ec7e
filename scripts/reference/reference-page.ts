import { stringify } from 'yaml'
import { type JsonSchema, scenarioSchema } from '../../packages/plan/src/index.ts'
import { describeValue } from './describe-value.ts'
import { isMapping, type Place, placesWithKeys, resolve } from './places.ts'

export const referenceFile = 'docs/reference.md'

const head = `# Reference: every key of a scenario file

<!-- Made from the schema of the validator by scripts/write-reference.ts: edits here are lost. -->

Keys that are not listed are errors; **bold** ones must be there. \`loadrun schema\` prints the same as JSON Schema, for
editors: a first line \`# yaml-language-server: $schema=scenario.schema.json\` lets them complete and explain keys.
What expressions (\`{{ … }}\`) can say, and how thresholds, variants and \`--set\` work, stands in the
[README of the language](../packages/plan/README.md).

## Values

| value | written | |
| --- | --- | --- |
| duration | \`250ms\`, \`5s\`, \`1m30s\`, \`1.5h\`, \`2d\` | always with its unit, up to 24 days |
| rate | \`150/s\`, \`9000/m\`, \`10/h\`, \`150\` | a bare number is per second; up to 1000000/s |
| size | \`4MiB\`, \`16KiB\`, \`512B\`, \`64KB\` | KiB, MiB, GiB are powers of 1024, KB, MB, GB of 1000; a bare number is bytes |
| share | \`35%\`, \`0.35\` | from 0 to 100% |
| text | \`Hello {{ name }}\` | in steps and variables with expressions in it |
| expression | \`total > 100\` | with or without its braces |
| JSONPath | \`$.items[0].id\` | RFC 9535 |
| statuses | \`201\`, \`2xx\`, \`[200, 404]\` | a status, a class, or a list of them |
| tier or URL | \`middleware\`, \`http://127.0.0.1:3000\` | a tier’s name, or where it is |
`

/** The reference as Markdown. */
export function referencePage(schema: JsonSchema = scenarioSchema()): string {
  return `${[head, ...placesWithKeys(schema).map((place) => section(place, schema))].join('\n')}`
}

function section(place: Place, root: JsonSchema): string {
  const { name, level, about, schema } = place
  const rows = Object.entries(schema.properties ?? {}).map(([key, value]) => row(key, value, schema, root))
  const table = ['| key | value | default | meaning | example |', '| --- | --- | --- | --- | --- |', ...rows]
  return [`${'#'.repeat(level)} ${name}`, '', ...(about === undefined ? [] : [about, '']), ...table, ''].join('\n')
}

function row(key: string, given: JsonSchema, parent: JsonSchema, root: JsonSchema): string {
  const schema = { ...resolve(given, root), ...given }
  const isNeeded = parent.required?.includes(key) === true
  const name = isNeeded ? `**\`${key}\`**` : `\`${key}\``
  const otherwise = schema.default === undefined ? '' : `\`${flow(schema.default)}\``
  const [example] = schema.examples ?? []
  const cells = [
    name,
    describeValue(given, root),
    otherwise,
    `${schema.description ?? ''}${besideOf(key, parent)}`,
    example === undefined ? '' : `\`${flow(example)}\``,
  ]
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

/** What has to stand beside a key for it to mean anything, where that is little. */
function besideOf(key: string, { dependentSchemas }: JsonSchema): string {
  const needed = isMapping(dependentSchemas) ? dependentSchemas[key] : undefined
  const owners = (needed?.anyOf ?? []).flatMap(({ required = [] }) => required)
  if (owners.length === 0) return ''
  return owners.includes('get') ? ' Of a request.' : ` Beside ${owners.map((owner) => `\`${owner}\``).join(', ')}.`
}

function flow(value: unknown): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: true }).trimEnd()
}
