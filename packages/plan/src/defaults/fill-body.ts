import { basename } from 'node:path'
import type { Expression, Text } from '../expressions/expression.ts'
import type { Body, BodyPart, FileBody } from '../plan/step.ts'
import type { GivenPart } from '../schema/bodies.ts'
import type { GivenRequest } from '../schema/request.ts'
import { dataPath } from './fill-data.ts'
import { pairs } from './pairs.ts'

interface FilledBody {
  readonly content: Body
  /** `undefined`: not said. */
  readonly type: string | undefined
}

/** Whatever is sent between its parts; as long as this, no file holds it by accident. */
const boundary = 'loadrun-9f2c41d07e5b4a86b1d3'

/** Paths count from `scenarioFile`. */
export function fillBody(given: GivenRequest, scenarioFile: string): FilledBody | undefined {
  const { body, json, form, multipart } = given
  if (json !== undefined) return { content: asJson(json), type: 'application/json' }
  if (form !== undefined) return { content: pairs(form), type: 'application/x-www-form-urlencoded' }
  if (multipart !== undefined) {
    const parts = Object.entries(multipart).map(([name, part]) => fillPart(name, part, scenarioFile))
    return { content: { kind: 'multipart', boundary, parts }, type: `multipart/form-data; boundary=${boundary}` }
  }
  if (body === undefined) return undefined
  return { content: isFile(body) ? fillFile(body.file, scenarioFile) : body, type: undefined }
}

function fillPart(name: string, part: Text | GivenPart, scenarioFile: string): BodyPart {
  if (!isFile(part)) return { name, content: part, fileName: undefined, type: undefined }
  return {
    name,
    content: fillFile(part.file, scenarioFile),
    fileName: part.fileName ?? basename(part.file),
    type: part.type ?? 'application/octet-stream',
  }
}

function fillFile(file: string, scenarioFile: string): FileBody {
  return { kind: 'file', path: dataPath(file, scenarioFile) }
}

function isFile<Given extends object>(given: Text | Given): given is Given {
  return typeof given === 'object' && 'file' in given
}

function asJson(value: Expression): Text {
  if (value.kind === 'constant') return JSON.stringify(value.value)
  return { kind: 'call', name: 'json', given: [value] }
}
