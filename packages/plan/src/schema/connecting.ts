import { isIP } from 'node:net'
import { z } from 'zod'
import { parseDurationMs } from '../units/duration.ts'
import { parseLocalAddresses } from '../units/local-addresses.ts'
import { always, durationAboveZero, mapping, oneOf, parsed, text } from './values.ts'

const pemFile = (what: string) => {
  const wanted = `the path of ${what} in PEM`
  return text(wanted).min(1, { error: wanted })
}

const tlsVersion = oneOf('TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3')

const tls = mapping({
  ca: pemFile('certificates')
    .optional()
    .meta({
      description:
        'A file (PEM) of whom to trust to certify servers, from the scenario file, instead of whom Node trusts.',
      examples: ['ca.pem'],
    }),
  cert: pemFile('a certificate')
    .optional()
    .meta({
      description: 'The client’s certificate (PEM), for servers that ask for one. Needs `key`.',
      examples: ['client.pem'],
    }),
  key: pemFile('a key')
    .optional()
    .meta({ description: 'Its private key (PEM).', examples: ['client.key'] }),
  insecure: z
    .boolean({ error: 'true or false' })
    .optional()
    .meta({
      description: '`true`: takes any certificate, for whichever name.',
      examples: [true],
      default: false,
    }),
  servername: text('a host name')
    .min(1, { error: 'a host name' })
    .optional()
    .meta({
      description: 'The name that is asked for (SNI) and must be certified, instead of that of the URL.',
      examples: ['shop.example'],
    }),
  sessions: z
    .boolean({ error: 'true or false' })
    .optional()
    .meta({
      description:
        'Whether new connections go on with the keys of earlier ones (session resumption), which spares both ends most of the work.',
      examples: [false],
      default: true,
    }),
  minVersion: tlsVersion.optional().meta({
    description: 'The oldest version that is spoken; Node’s own where it is left out.',
    examples: ['TLSv1.3'],
  }),
  maxVersion: tlsVersion.optional().meta({ description: 'The newest version that is spoken.', examples: ['TLSv1.2'] }),
}).refine((given) => (given.cert === undefined) === (given.key === undefined), {
  ...always,
  error: '`cert` and `key` both, or neither',
})

const ttlForms = 'a duration with its unit, such as 30s, 0s to look up for each connection, or inf'

const nameServerForms = 'an IP address, with a port if it is not 53, such as 127.0.0.1:5353 or [::1]:5353'

const dns = mapping({
  ttl: parsed((given) => (given === 'inf' ? given : parseDurationMs(given)), ttlForms)
    .optional()
    .meta({
      description: 'How long the addresses of a name are used, whatever the name server says: `inf` for the whole run.',
      examples: ['0s'],
      default: '5m',
    }),
  select: oneOf('first', 'random', 'roundRobin')
    .optional()
    .meta({
      description: 'Which of a name’s addresses a new connection goes to.',
      examples: ['random'],
      default: 'roundRobin',
    }),
  policy: oneOf('preferIPv4', 'preferIPv6', 'onlyIPv4', 'onlyIPv6', 'any')
    .optional()
    .meta({
      description:
        'Which addresses count. Where nothing listens at one that is preferred, one of the other family is tried.',
      examples: ['onlyIPv6'],
      default: 'preferIPv4',
    }),
  servers: z
    .array(
      parsed((given) => (isNameServer(given) ? given : undefined), nameServerForms),
      { error: 'a list of addresses' },
    )
    .min(1, { error: 'at least one address' })
    .optional()
    .meta({
      description: 'Name servers to ask, instead of the host’s resolver with its `/etc/hosts`.',
      examples: [['127.0.0.1:5353']],
    }),
})

function isNameServer(given: string): boolean {
  if (isIP(given) !== 0) return true
  const [, host = '', port = ''] = /^\[?([^[\]]+)\]?:(\d+)$/.exec(given) ?? []
  const family = isIP(host)
  return (family === 4 || (family === 6 && given.startsWith('['))) && Number(port) > 0 && Number(port) < 65_536
}

const proxyForms = 'a URL with a host, a port and no path, such as http://proxy.example:3128'

function isProxy(given: string): boolean {
  const url = URL.parse(given)
  return (
    url?.protocol === 'http:' && url.hostname !== '' && url.pathname === '/' && url.search === '' && url.hash === ''
  )
}

const localForms = 'an IP address of this host, or a range such as 10.0.0.5-10.0.0.9 of at most 65536'

/** What a scenario can say of how connections are made. */
export const connectingKeys = {
  http: z
    .union([z.literal(1), z.literal(2)], { error: '1 or 2' })
    .optional()
    .meta({
      description:
        'The version of HTTP. `2` carries up to 100 requests at once on a connection; with `https://` targets it is agreed on by ALPN, with `http://` both ends speak it from the first byte.',
      examples: [2],
      default: 1,
    }),
  proxy: parsed((given) => (isProxy(given) ? given : undefined), proxyForms)
    .optional()
    .meta({
      description:
        'A proxy, `http://` with user and password if it wants them: passes requests to `http://` targets on, and connections to `https://` targets through (CONNECT). Variables of the environment are not looked at.',
      examples: ['http://proxy.example:3128'],
    }),
  connectTimeout: durationAboveZero.optional().meta({
    description:
      'Longest time until a new connection stands, its name looked up and TLS agreed on; within the `timeout` of the request.',
    examples: ['2s'],
  }),
  localAddresses: z
    .array(parsed(parseLocalAddresses, localForms), { error: 'a list of addresses' })
    .min(1, { error: 'at least one address' })
    .optional()
    .meta({
      description:
        'Addresses of this host, or ranges of them, that connections come from in turn: each has ports of its own.',
      examples: [['127.0.0.2-127.0.0.9']],
    }),
  unixSocket: text('the path of a socket')
    .min(1, { error: 'the path of a socket' })
    .optional()
    .meta({
      description: 'A socket of the file system, by its path from the scenario file, that every connection goes to.',
      examples: ['/run/app.sock'],
    }),
  tls: tls.optional().meta({ description: 'How TLS is spoken with `https://` targets.', examples: [{ ca: 'ca.pem' }] }),
  dns: dns.optional().meta({ description: 'How names become addresses, as k6’s `dns`.', examples: [{ ttl: '0s' }] }),
}
