/** Bytes that HTTP/1.1 gives a meaning. */
export const byte = {
  tab: 0x09,
  lf: 0x0a,
  cr: 0x0d,
  space: 0x20,
  quote: 0x22,
  comma: 0x2c,
  zero: 0x30,
  nine: 0x39,
  colon: 0x3a,
  semicolon: 0x3b,
  equals: 0x3d,
  backslash: 0x5c,
} as const

/** What a byte of a token (RFC 9110, 5.6.2) is in lower case; 0 where no token can hold it. */
export const tokenByte: Uint8Array = table((_code, character) =>
  /[!#$%&'*+.^_`|~0-9a-z-]/i.test(character) ? character.toLowerCase().charCodeAt(0) : 0,
)

/** 1 for each byte that the value of a header field can hold (RFC 9110, 5.5). */
export const valueByte: Uint8Array = table((code) => Number(code === 0x09 || (code >= 0x20 && code !== 0x7f)))

/** What a hexadecimal digit counts; 255 where it is none. */
export const hexDigit: Uint8Array = table((_code, character) =>
  /[0-9a-f]/i.test(character) ? Number.parseInt(character, 16) : 255,
)

function table(of: (code: number, character: string) => number): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, code) => of(code, String.fromCharCode(code)))
}
