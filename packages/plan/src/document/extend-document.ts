import { dirname, isAbsolute, join } from 'node:path'
import type { Path } from './path.ts'
import type { PlacedMistake } from './place.ts'
import { childOf, isMapping, type PlainMapping, type PlainValue, showValue } from './plain-value.ts'
import { readDocument, type ScenarioDocument, type UnreadableDocument } from './read-document.ts'

/** The text of a file, or why it cannot be had. */
export type ReadFile = (path: string) => { readonly text: string } | { readonly problem: string }

/** A scenario file and those that it extends, read as one. */
export interface ReadFiles {
  readonly document: ScenarioDocument | UnreadableDocument
  /** By file, all that were read. */
  readonly texts: ReadonlyMap<string, string>
}

/** What names the file that a file extends. */
const key = 'extends'

/** Files that extend one another at most. */
const mostFiles = 10

/**
 * Reads a file with those that it `extends`: mappings are merged key by key, everything else of the extending file
 * replaces what the other has, and `null` takes it away. Every value keeps its place in the file that it came from.
 */
export function readWithBases(text: string, file: string, readFile: ReadFile | undefined): ReadFiles {
  const texts = new Map([[file, text]])
  const document = readInto(texts, readDocument(text), file, readFile)
  return { document, texts }
}

function readInto(
  texts: Map<string, string>,
  own: ScenarioDocument | UnreadableDocument,
  file: string,
  readFile: ReadFile | undefined,
): ScenarioDocument | UnreadableDocument {
  const written = own.value === undefined ? undefined : childOf(own.value, key)
  if (own.value === undefined || !isMapping(own.value) || written === undefined) return own
  const base = readBase(written, texts, file, readFile)
  if ('message' in base) {
    const { offset, length } = own.locate([key], 'value')
    const place = { kind: 'text', offset, length } as const
    const mistake = { ...base, message: `${key} cannot be ${showValue(written)}: ${base.message}`, path: key, place }
    return { ...own, value: without(own.value), mistakes: [...own.mistakes, mistake] }
  }
  const { document, path } = base
  const placed = inFile(readInto(texts, document, path, readFile), path)
  if (placed.value === undefined) return placed
  return isMapping(placed.value) ? merged(own, own.value, placed, placed.value) : own
}

function readBase(
  written: PlainValue,
  texts: Map<string, string>,
  file: string,
  readFile: ReadFile | undefined,
): { document: ScenarioDocument | UnreadableDocument; path: string } | { message: string; wanted: string } {
  const wanted = 'the path of another scenario file, from this one'
  if (typeof written !== 'string' || written === '') return { message: 'it is no path', wanted }
  if (readFile === undefined) return { message: 'other files cannot be read here', wanted: 'a file on its own' }
  const path = isAbsolute(written) ? written : join(dirname(file), written)
  if (texts.has(path)) return { message: 'these files would extend one another for ever', wanted }
  if (texts.size >= mostFiles) return { message: `${mostFiles} files extend one another already`, wanted }
  const read = readFile(path)
  if ('problem' in read) return { message: read.problem, wanted }
  texts.set(path, read.text)
  return { document: readDocument(read.text), path }
}

/** A document whose places say which file they are in. */
function inFile<Document extends ScenarioDocument | UnreadableDocument>(document: Document, file: string): Document {
  const mistakes = document.mistakes.map(({ place, ...mistake }) => ({
    ...mistake,
    place: place.kind === 'text' && place.file === undefined ? { ...place, file } : place,
  }))
  if (!('locate' in document)) return { ...document, mistakes }
  const locate: ScenarioDocument['locate'] = (path, part) => ({ file, ...document.locate(path, part) })
  return { ...document, mistakes, locate }
}

function merged(
  own: ScenarioDocument,
  ownValue: PlainMapping,
  base: ScenarioDocument,
  baseValue: PlainMapping,
): ScenarioDocument {
  const mistakes: readonly PlacedMistake[] = [...own.mistakes, ...base.mistakes]
  return {
    value: mergedValue(without(ownValue), without(baseValue)),
    values: own.values + base.values,
    mistakes,
    locate: (path, part) => {
      const owner = ownerOf(path, ownValue, baseValue)
      if (owner !== 'neither') return (owner === 'own' ? own : base).locate(path, part)
      const [mine, theirs] = [own.locate(path, part), base.locate(path, part)]
      return mine.depth >= theirs.depth ? mine : theirs
    },
  }
}

function without({ [key]: _, ...rest }: PlainMapping): PlainMapping {
  return rest
}

function mergedValue(own: PlainMapping, base: PlainMapping): PlainMapping {
  const result: Record<string, PlainValue> = { ...base }
  for (const [name, value] of Object.entries(own)) {
    const theirs = childOf(base, name)
    if (value === null && theirs !== undefined) delete result[name]
    else result[name] = isMapping(value) && isMapping(theirs) ? mergedValue(value, theirs) : value
  }
  return result
}

/** Whose the value at a path is. */
function ownerOf(path: Path, own: PlainValue, base: PlainValue): 'own' | 'base' | 'neither' {
  let [mine, theirs]: (PlainValue | undefined)[] = [own, base]
  for (const name of path) {
    mine = childOf(mine, name)
    theirs = childOf(theirs, name)
    if (mine === undefined) return theirs === undefined ? 'neither' : 'base'
    if (!isMapping(mine) || !isMapping(theirs)) return 'own'
  }
  return 'own'
}
