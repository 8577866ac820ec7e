import type { Target } from './target.ts'

/** What `{{ … }}` can stand for in a command's texts: see {@link CommandPlan.command}. */
export const commandHoles = ['host', 'port', 'folder', 'upstream'] as const

/** A program of the user's own that listens on a port. It knows nothing of loadrun, which starts, watches and stops it. */
export interface CommandPlan {
  readonly kind: 'command'
  readonly name: string
  /**
   * The program and its arguments. In these and the other texts `{{ host }}` and `{{ port }}` stand for where it is to
   * listen, `{{ upstream }}` for the upstream's `host:port` (its first address), `{{ folder }}` for a new folder that is
   * removed when it has ended.
   */
  readonly command: readonly string[]
  /** Files to be written into that folder first, by name. */
  readonly files: Readonly<Record<string, string>>
  /** Environment variables beside loadrun's own. */
  readonly environment: Readonly<Record<string, string>>
  /** The tier, or the `http://host:port`, that it sends requests to; `undefined`: it sends nothing on. */
  readonly upstream: Target | undefined
  /** The address it listens on. */
  readonly host: string
  /** `undefined`: a free one is chosen. */
  readonly port: number | undefined
}
