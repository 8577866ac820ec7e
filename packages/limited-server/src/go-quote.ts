const escapes: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '"': '\\"',
  '\\': '\\\\',
}

/** Bytes, one for each character, in double quotes as Go's `%q` prints them; bytes above 127 always as `\x…`. */
export function goQuote(bytes: string): string {
  const quoted = bytes.replace(/[^ !#-[\]-~]/g, (character) => {
    return escapes[character] ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
  })
  return `"${quoted}"`
}
