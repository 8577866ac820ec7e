import { readFile } from 'node:fs/promises'
import { connect, credsAuthenticator, type NatsConnection } from '@nats-io/transport-node'

/** Where NATS is, and who asks. User, password or token may stand in the address too. */
export interface NatsAddress {
  /** `nats://host:4222`; several with commas between. `tls://` insists on TLS. */
  readonly url: string
  /** A file with a user's JWT and key, as `nsc` writes it. */
  readonly credentialsFile?: string
  readonly token?: string
  readonly tls?: Readonly<{
    /** PEM files: the authority of the server's certificate, and the client's own. */
    caFile?: string
    certFile?: string
    keyFile?: string
  }>
}

/** Throws, saying where and why, when there is no NATS server within five seconds. Later it is sought again for ever. */
export async function openNats(address: NatsAddress, name: string): Promise<NatsConnection> {
  const { url, credentialsFile, token, tls } = address
  const urls = url.split(',').map(parsed)
  const [{ username: user, password: pass } = { username: '', password: '' }] = urls
  try {
    return await connect({
      name,
      servers: urls.map(({ host }) => host),
      timeout: 5000,
      maxReconnectAttempts: -1,
      reconnectTimeWait: 500,
      // A partition without a reset shows by this, in ten seconds at most.
      pingInterval: 5000,
      maxPingOut: 2,
      ...(pass === '' ? {} : { user: decodeURIComponent(user), pass: decodeURIComponent(pass) }),
      // As in NATS's own tools, an address with one word before the @ has a token.
      ...(user !== '' && pass === '' ? { token: decodeURIComponent(user) } : {}),
      ...(token === undefined ? {} : { token }),
      ...(credentialsFile === undefined ? {} : { authenticator: credsAuthenticator(await readFile(credentialsFile)) }),
      ...(tls !== undefined || urls.some(({ protocol }) => protocol === 'tls:') ? { tls: { ...tls } } : {}),
    })
  } catch (error) {
    const hosts = urls.map(({ host }) => host).join(', ')
    throw new Error(`Cannot reach NATS at ${hosts}: ${error instanceof Error ? error.message : error}`)
  }
}

function parsed(url: string): URL {
  const text = url.trim()
  const withProtocol = /^[a-z]+:\/\//.test(text) ? text : `nats://${text}`
  if (!URL.canParse(withProtocol) || !/^(nats|tls):\/\//.test(withProtocol)) {
    throw new Error(
      `Cannot reach NATS at '${text}': an address such as nats://127.0.0.1:4222 or tls://host:4222 is wanted`,
    )
  }
  const address = new URL(withProtocol)
  if (address.port === '') address.port = '4222'
  return address
}
