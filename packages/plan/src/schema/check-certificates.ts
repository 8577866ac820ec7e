import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { dataPath } from '../defaults/fill-data.ts'
import type { ReadFile } from '../document/extend-document.ts'
import { type Path, pathText } from '../document/path.ts'
import type { PathMistake } from '../document/place.ts'
import { childOf, isMapping, type PlainMapping, type PlainValue, showValue } from '../document/plain-value.ts'

interface Surroundings {
  /** Where the scenario stands. */
  readonly file: string
  readonly readFile?: ReadFile
}

/** Whether the certificates and keys that scenarios name are there, and are what they are to be. */
export function checkCertificates(file: PlainMapping, { file: from, readFile }: Surroundings): readonly PathMistake[] {
  if (readFile === undefined) return []
  const mistakes: PathMistake[] = []
  const read = <Value>(written: PlainValue | undefined, path: Path, parse: (pem: string) => Value, wanted: string) => {
    if (typeof written !== 'string' || written === '') return undefined
    const found = readFile(dataPath(written, from))
    try {
      if ('problem' in found) throw new Error(found.problem)
      return parse(found.text)
    } catch (error) {
      const message = `${pathText(path)} cannot be ${showValue(written)}: ${error instanceof Error ? error.message : error}`
      mistakes.push({ path, part: 'value', message, wanted })
      return undefined
    }
  }
  const scenarios = childOf(file, 'scenarios')
  for (const [name, scenario] of Object.entries(isMapping(scenarios) ? scenarios : {})) {
    const path = ['scenarios', name, 'tls']
    const tls = childOf(scenario, 'tls')
    if (!isMapping(tls)) continue
    read(tls.ca, [...path, 'ca'], certificate, 'a file of certificates in PEM, by its path from this file')
    const cert = read(tls.cert, [...path, 'cert'], certificate, 'a certificate in PEM, by its path from this file')
    read(tls.key, [...path, 'key'], (pem) => checkKey(pem, cert), 'the key of `cert` in PEM, not encrypted')
  }
  return mistakes
}

function certificate(pem: string): X509Certificate {
  if (!pem.includes('-----BEGIN CERTIFICATE-----')) throw new Error('there is no certificate in it')
  return new X509Certificate(pem)
}

function checkKey(pem: string, cert: X509Certificate | undefined): KeyObject {
  if (pem.includes('ENCRYPTED')) throw new Error('it is encrypted')
  if (!pem.includes('PRIVATE KEY-----')) throw new Error('there is no private key in it')
  const key = createPrivateKey(pem)
  if (cert?.checkPrivateKey(key) === false) throw new Error('it is not the key of `cert`')
  return key
}
