import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import process from 'node:process'
import type { HostPlan } from '@loadrun/plan'
import { afterEach, describe, expect, test } from 'vitest'
import { forkOnHost, type Host, readFileOnHost } from './host.ts'
import { isAlive, namePrefix, ownerOf, thisProcess } from './namespace-owner.ts'
import { type Hosts, openHosts } from './open-hosts.ts'
import { namespaces, sweepDeadOwners } from './sweep.ts'

const isRoot = process.platform === 'linux' && process.geteuid?.() === 0
const settings = '/proc/sys/net/ipv4'

function plain(name: string): HostPlan {
  return { name, localPorts: undefined, timeWaitReuse: undefined }
}

const opened: Hosts[] = []
afterEach(async () => {
  for (const hosts of opened.splice(0)) await hosts.close()
})

async function open(...plans: readonly HostPlan[]): Promise<Hosts> {
  const hosts = await openHosts({ kind: 'netns', hosts: plans }, [])
  opened.push(hosts)
  return hosts
}

async function ownNamespaces(): Promise<readonly string[]> {
  return (await namespaces()).filter((name) => ownerOf(name)?.pid === process.pid)
}

describe.runIf(isRoot)('openHosts()', () => {
  test('makes hosts with addresses of their own that reach one another', async () => {
    const hosts = await open(plain('client'), plain('server'))
    expect(hosts.of('client').addresses).toEqual(['10.0.1.1'])
    const server = forkOnHost(new URL('../fixtures/echo.ts', import.meta.url), hosts.of('server'))
    const [port] = await once(server, 'message')
    expect(await connectFrom(hosts.of('client'), { host: '10.0.2.1', port })).toBe('from 10.0.1.1')
    expect(await connectFrom(hosts.of('client'), { host: '127.0.0.1', port })).toBe('ECONNREFUSED')
    server.kill()
  })

  test('sets what a plan says of a host, and leaves the others as the kernel has them', async () => {
    const hosts = await open(
      { name: 'few', localPorts: { low: 20_000, high: 20_099 }, timeWaitReuse: 'never' },
      plain('many'),
    )
    const read = (host: string, setting: string) =>
      readFileOnHost(`${settings}/${setting}`, hosts.of(host)).split(/\s+/)
    expect(read('few', 'ip_local_port_range')).toEqual(['20000', '20099', ''])
    expect(read('few', 'tcp_tw_reuse')).toEqual(['0', ''])
    expect(read('many', 'ip_local_port_range')).not.toContain('20000')
  })

  test('leaves nothing behind when closed, and nothing of what could not be made', async () => {
    const hosts = await open(plain('one'), plain('two'))
    expect(await ownNamespaces()).toHaveLength(3)
    await hosts.close()
    await hosts.close()
    expect(await ownNamespaces()).toEqual([])
    await expect(open(plain('one'), plain('a/name/of/no/file'))).rejects.toThrow('ip -batch - said:')
    expect(await ownNamespaces()).toEqual([])
  })

  test('removes what a process left behind that was killed, with what still runs there, and nothing else', async () => {
    const mine = await open(plain('mine'))
    const owner = fork(new URL('../fixtures/hosts-owner.ts', import.meta.url))
    const [{ namespace, pid }] = await once(owner, 'message')
    owner.kill('SIGKILL')
    await once(owner, 'close')
    expect(existsSync(namespace)).toBe(true)
    await sweepDeadOwners()
    expect(existsSync(namespace)).toBe(false)
    await expect.poll(() => existsSync(`/proc/${pid}/exe`)).toBe(false)
    expect(existsSync(mine.of('mine').namespace)).toBe(true)
  })
})

describe('openHosts()', () => {
  test.each([
    [{ platform: 'darwin', user: 0 }, 'this is darwin'],
    [{ platform: 'linux', user: 1000 }, 'this is user 1000'],
  ] as const)('says what is wanted where it cannot: %o', async (on, found) => {
    await expect(openHosts({ kind: 'netns', hosts: [plain('one')] }, [], on)).rejects.toThrow(
      `cannot give each tier a network namespace of its own: ${found}. Wanted: Linux, root`,
    )
  })
})

describe('names of namespaces', () => {
  test('tell whose they are', () => {
    const owner = thisProcess()
    expect(ownerOf(`${namePrefix(owner, 3)}-server`)).toEqual(owner)
    expect(ownerOf('somebody-elses')).toBeUndefined()
    expect(ownerOf('loadrun-server')).toBeUndefined()
  })

  test.runIf(process.platform === 'linux')('tell a dead owner from a later process with its number', () => {
    expect(isAlive(thisProcess())).toBe(true)
    expect(isAlive({ ...thisProcess(), startedAtTick: '1' })).toBe(false)
  })
})

/** What a connection made on that host gets, or its error's code. */
async function connectFrom(host: Host, to: { readonly host: string; readonly port: number }): Promise<string> {
  const child = forkOnHost(new URL('../fixtures/connect.ts', import.meta.url), host)
  child.send(to)
  const [got] = await once(child, 'message')
  return got
}
