import { BlockList, isIP } from 'node:net'

/** Whether load may be sent to a URL. `address`: what its name was looked up as. */
export type AllowedTargets = (url: string | URL, address?: string) => boolean

/**
 * From a list such as `10.0.0.0/8, *.staging.example, api.example:8443`: address blocks, and names in which a leading
 * `*.` stands for any name below; each with a port or for all ports. A name is also allowed where its address is in an
 * allowed block. Throws on what is neither.
 */
export function allowedTargets(list: string): AllowedTargets {
  const rules = list
    .split(',')
    .map((rule) => rule.trim())
    .filter((rule) => rule !== '')
    .map(ruleOf)
  if (rules.length === 0) {
    throw new Error(`Cannot allow the targets '${list}': names or address blocks are wanted, such as 10.0.0.0/8`)
  }
  return (url, address) => {
    if (!URL.canParse(url)) return false
    const { hostname, port, protocol } = new URL(url)
    const host = hostname.replace(/^\[|\]$/g, '').toLowerCase()
    const destination = port === '' ? { 'http:': '80', 'https:': '443' }[protocol] : port
    const hosts = address === undefined ? [host] : [host, address]
    return rules.some((rule) => hosts.some(rule.isHost) && (rule.port === undefined || rule.port === destination))
  }
}

interface Rule {
  readonly isHost: (host: string) => boolean
  readonly port: string | undefined
}

function ruleOf(text: string): Rule {
  const [, block, prefix] = /^([0-9a-f:.]+)\/(\d{1,3})$/i.exec(text) ?? []
  if (block !== undefined && isIP(block) !== 0) {
    const family = isIP(block) === 4 ? 'ipv4' : 'ipv6'
    const blocks = new BlockList()
    blocks.addSubnet(block, Number(prefix), family)
    return {
      isHost: (host) => isIP(host) !== 0 && blocks.check(host, isIP(host) === 4 ? 'ipv4' : 'ipv6'),
      port: undefined,
    }
  }
  const [, name, port] =
    /^(\[[0-9a-f:]+\]|[0-9a-f]*(?::[0-9a-f]*){2,}|(?:\*\.)?[\w.-]+)(?::(\d{1,5}))?$/i.exec(text) ?? []
  if (name === undefined) {
    throw new Error(
      `Cannot allow the target '${text}': a host (api.example, *.staging.example, 10.1.2.3), with a port or without, or an address block (10.0.0.0/8) is wanted`,
    )
  }
  const host = name.replace(/^\[|\]$/g, '').toLowerCase()
  if (host.startsWith('*.')) return { isHost: (other) => isIP(other) === 0 && other.endsWith(host.slice(1)), port }
  return { isHost: (other) => other === host, port }
}
