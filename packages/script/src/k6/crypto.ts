// `import crypto from 'k6/crypto'`.
import * as node from 'node:crypto'

type Data = string | Uint8Array | ArrayBuffer
type Output = 'hex' | 'base64' | 'base64url' | 'base64rawurl' | 'binary'

const algorithms: Readonly<Record<string, string>> = {
  ...{ md4: 'md4', md5: 'md5', sha1: 'sha1', sha256: 'sha256', sha384: 'sha384', sha512: 'sha512' },
  ...{ sha512_224: 'sha512-224', sha512_256: 'sha512-256', ripemd160: 'ripemd160' },
}

/** Takes data bit by bit; `digest()` says what it came to. */
export class Hasher {
  readonly #hash: node.Hash | node.Hmac

  constructor(hash: node.Hash | node.Hmac) {
    this.#hash = hash
  }

  update(data: Data): void {
    this.#hash.update(bytesOf(data))
  }

  digest(output: 'binary'): ArrayBuffer
  digest(output: Exclude<Output, 'binary'>): string
  digest(output: Output): string | ArrayBuffer
  digest(output: Output): string | ArrayBuffer {
    const made = this.#hash.digest()
    switch (output) {
      case 'hex':
        return made.toString('hex')
      case 'base64':
        return made.toString('base64')
      case 'base64url':
        return padded(made.toString('base64url'))
      case 'base64rawurl':
        return made.toString('base64url')
      case 'binary':
        return new Uint8Array(made).buffer
    }
    throw new TypeError(
      `A digest cannot be had as '${String(output)}': hex, base64, base64url, base64rawurl or binary is wanted`,
    )
  }
}

export function createHash(algorithm: string): Hasher {
  return new Hasher(node.createHash(algorithmOf(algorithm)))
}

export function createHMAC(algorithm: string, secret: Data): Hasher {
  return new Hasher(node.createHmac(algorithmOf(algorithm), bytesOf(secret)))
}

export function hmac(algorithm: string, secret: Data, data: Data, output: Output): string | ArrayBuffer {
  const made = createHMAC(algorithm, secret)
  made.update(data)
  return made.digest(output)
}

export const md4 = hashing('md4')
export const md5 = hashing('md5')
export const sha1 = hashing('sha1')
export const sha256 = hashing('sha256')
export const sha384 = hashing('sha384')
export const sha512 = hashing('sha512')
export const sha512_224 = hashing('sha512_224')
export const sha512_256 = hashing('sha512_256')
export const ripemd160 = hashing('ripemd160')

/** As many as asked for. They do not repeat with the seed. */
export function randomBytes(size: number): ArrayBuffer {
  return new Uint8Array(node.randomBytes(size)).buffer
}

export default {
  ...{ createHash, createHMAC, hmac, randomBytes },
  ...{ md4, md5, sha1, sha256, sha384, sha512, sha512_224, sha512_256, ripemd160 },
}

function hashing(algorithm: string): (data: Data, output: Output) => string | ArrayBuffer {
  return (data, output) => {
    const made = createHash(algorithm)
    made.update(data)
    return made.digest(output)
  }
}

function algorithmOf(name: string): string {
  const known = algorithms[name]
  if (known !== undefined) return known
  throw new TypeError(`There is no hash '${name}': one of ${Object.keys(algorithms).join(', ')} is wanted`)
}

function bytesOf(data: Data): Uint8Array {
  return typeof data === 'string' ? Buffer.from(data) : new Uint8Array(data)
}

function padded(text: string): string {
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=')
}
