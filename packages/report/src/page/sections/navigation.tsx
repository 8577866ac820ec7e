import type { Tone } from '../../content/content.ts'
import { ThemeToggle } from '../appearance/theme-toggle.tsx'

interface Properties {
  readonly title: string
  readonly tone?: Tone
  /** Identifiers of sections and what they are called. */
  readonly places: readonly (readonly [string, string])[]
}

/** Stays in sight: where am I, and where else could I go. */
export function Navigation({ title, tone, places }: Properties) {
  return (
    <div class="bar">
      <div class="bar-inner">
        <a class="bar-title" href="#page" title={title}>
          {tone === undefined ? null : <span class={`dot ${tone}`} aria-hidden="true" />}
          <span>{title}</span>
        </a>
        <nav aria-label="Sections">
          {places.map(([id, name]) => (
            <a key={id} href={`#${id}`}>
              {name}
            </a>
          ))}
        </nav>
        <ThemeToggle />
      </div>
    </div>
  )
}
