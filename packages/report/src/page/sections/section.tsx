import type { ComponentChildren } from 'preact'
import { t } from '../language/language.ts'

/** A part of the page that its navigation leads to. */
export function Section({ id, title, children }: { id: string; title: string; children: ComponentChildren }) {
  return (
    <section id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t(title)}</h2>
      {children}
    </section>
  )
}
