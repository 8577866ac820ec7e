import { defined, isMapping, type Written } from '../imported.ts'
import { literal } from '../literal.ts'

interface Part {
  readonly name: string
  readonly value: string
  /** `undefined`: a field. */
  readonly fileName: string | undefined
  readonly type: string | undefined
}

/**
 * The parts of a recorded `multipart/form-data` body as a step has them, by name; `undefined` where none can be read.
 * Recordings do not hold what was in files, so that these have to be put beside the scenario.
 */
export function multipartOf(post: Written, type: string, where: string, notes: string[]): Written | undefined {
  const listed = Array.isArray(post.params) ? post.params.filter(isMapping).map(partOfParameter) : []
  const parts = listed.length > 0 ? listed : partsOfText(String(post.text ?? ''), type)
  if (parts.length === 0) return undefined
  const said: Record<string, unknown> = {}
  for (const { name, value, fileName, type } of parts) {
    if (name in said) notes.push(`${where}: of several parts called ${name}, the last is kept`)
    if (fileName !== undefined) notes.push(`${where}: put the file ${fileName} beside the scenario`)
    said[name] = fileName === undefined ? literal(value) : defined({ file: fileName, type })
  }
  return said
}

function partOfParameter({ name, value, fileName, contentType }: Written): Part {
  return {
    name: String(name),
    value: String(value ?? ''),
    fileName: typeof fileName === 'string' && fileName !== '' ? fileName : undefined,
    type: typeof contentType === 'string' && contentType !== '' ? contentType : undefined,
  }
}

/** Of a body as it went over the wire (RFC 7578). */
function partsOfText(text: string, type: string): readonly Part[] {
  const [, quoted, plain] = /boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(type) ?? []
  const boundary = quoted ?? plain
  if (boundary === undefined) return []
  const [, ...sections] = `\r\n${text}`.split(`\r\n--${boundary}`)
  return sections.flatMap((section) => {
    const end = section.indexOf('\r\n\r\n')
    const head = section.slice(0, end)
    const name = /\bname="([^"]*)"/i.exec(head)?.[1]
    if (end === -1 || name === undefined) return []
    const fileName = /\bfilename="([^"]*)"/i.exec(head)?.[1]
    return [
      {
        name: unescaped(name),
        value: section.slice(end + 4),
        fileName: fileName === undefined || fileName === '' ? undefined : unescaped(fileName),
        type: /^content-type:\s*(\S.*)$/im.exec(head)?.[1]?.trim(),
      },
    ]
  })
}

/** What browsers write for the characters that would end a name. */
function unescaped(name: string): string {
  return name.replaceAll('%22', '"').replaceAll('%0D', '\r').replaceAll('%0A', '\n')
}
