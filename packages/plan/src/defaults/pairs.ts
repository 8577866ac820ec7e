import type { Text } from '../expressions/expression.ts'
import { joinText } from '../expressions/join-text.ts'

/** `name=value&name=value`, percent-encoded. */
export function pairs(given: Readonly<Record<string, Text>>): Text {
  return joinText(
    Object.entries(given).flatMap(([name, value], index) => [
      `${index === 0 ? '' : '&'}${percentEncoded(name)}=`,
      called('urlEncode', value, percentEncoded),
    ]),
  )
}

/** Of fixed text the outcome; else the call that makes it. */
export function called(name: 'urlEncode' | 'base64', text: Text, outcome: (text: string) => string): Text {
  return typeof text === 'string' ? outcome(text) : { kind: 'call', name, given: [text] }
}

function percentEncoded(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}
