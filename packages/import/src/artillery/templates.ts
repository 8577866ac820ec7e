/** What Artillery's names are here. */
export type Names = ReadonlyMap<string, string>

const functions: Readonly<Record<string, string>> = {
  $randomNumber: 'randomInt',
  $randomString: 'randomString',
  $uuid: 'uuid',
  $randomInt: 'randomInt',
}

/** A text of Artillery's with its templates as they are written here. */
export function template(text: string, names: Names): string {
  return text.replaceAll(/\{\{\{?\s*(.*?)\s*\}?\}\}/g, (_, inner: string) => `{{ ${expression(inner, names)} }}`)
}

/** The same for all texts of a value. */
export function templates(value: unknown, names: Names): unknown {
  if (typeof value === 'string') return template(value, names)
  if (Array.isArray(value)) return value.map((each) => templates(each, names))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, templates(each, names)]))
}

function expression(text: string, names: Names): string {
  const environment = /^\$(?:processEnvironment|env|environment)\.(\w+)$/.exec(text)?.[1]
  if (environment !== undefined) return `env.${environment} ?? ''`
  const [, called, given] = /^(\$\w+)\s*(?:\((.*)\))?$/.exec(text) ?? []
  if (called !== undefined && functions[called] !== undefined) return `${functions[called]}(${given ?? ''})`
  if (called === '$loopCount') return 'loopCount'
  if (called === '$loopElement') return 'item'
  if (called === '$timestamp') return 'now()'
  const [head = '', ...rest] = text.split('.')
  return [names.get(head) ?? head, ...rest].join('.')
}

/** A condition of Artillery's, whose names stand without braces. */
export function condition(text: string, names: Names): string {
  return text
    .replaceAll(/\band\b/g, '&&')
    .replaceAll(/\bor\b/g, '||')
    .replaceAll(/\bnot\b/g, '!')
    .replaceAll(/(?<![\w.'"$])[A-Za-z_]\w*/g, (name) => names.get(name) ?? name)
}
