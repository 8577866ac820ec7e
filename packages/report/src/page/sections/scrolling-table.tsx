import type { ComponentChildren } from 'preact'

interface Properties {
  readonly label: string
  readonly children: ComponentChildren
  readonly class?: string
}

/** A table that may be wider than a phone: it scrolls in its own frame, by keyboard too. */
export function ScrollingTable({ label, children, class: className }: Properties) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields, and a section with a name is a landmark
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div class="scroll" role="group" tabIndex={0} aria-label={label}>
      <table class={className ?? ''}>{children}</table>
    </div>
  )
}
