import { useEffect, useState } from 'preact/hooks'
import type { LiveUpdate } from '../../content/content.ts'

export type LiveState = 'connecting' | 'following' | 'lost' | 'ended'

export interface Updates {
  /** The newest of each run, in the order in which the runs began. */
  readonly updates: readonly LiveUpdate[]
  readonly state: LiveState
}

/** What the server tells, which the browser asks for again by itself after the connection was lost. */
export function useUpdates(): Updates {
  const [known, setKnown] = useState<Updates>({ updates: [], state: 'connecting' })
  useEffect(() => {
    const source = new EventSource('events')
    const change = (state: LiveState, update?: LiveUpdate) =>
      setKnown(({ updates }) => ({ updates: update === undefined ? updates : withUpdate(updates, update), state }))
    source.addEventListener('update', (event) => change('following', JSON.parse(event.data)))
    source.addEventListener('error', () => change('lost'))
    source.addEventListener('end', () => {
      source.close()
      change('ended')
    })
    return () => source.close()
  }, [])
  return known
}

function withUpdate(updates: readonly LiveUpdate[], update: LiveUpdate): readonly LiveUpdate[] {
  return updates.some(({ key }) => key === update.key)
    ? updates.map((before) => (before.key === update.key ? update : before))
    : [...updates, update]
}
