import { readFile } from 'node:fs/promises'
import type { ConnectRules } from '@loadrun/http'
import type { ConnectingPlan } from '@loadrun/plan'

/** What a plan says of connecting, with the certificates that it names read. Rejects where one cannot be. */
export async function readConnectRules({ tls, ...others }: ConnectingPlan): Promise<ConnectRules> {
  const read = async (path: string | undefined) => (path === undefined ? undefined : await readFile(path, 'utf8'))
  return { ...others, tls: { ...tls, ca: await read(tls.ca), cert: await read(tls.cert), key: await read(tls.key) } }
}
