import { currentTheme, setTheme } from './theme.ts'

/** Paper is white, and cannot open what is closed. */
export function preparePrinting(): void {
  let themeBefore = currentTheme()
  let opened: HTMLDetailsElement[] = []
  addEventListener('beforeprint', () => {
    themeBefore = currentTheme()
    setTheme('light')
    opened = [...document.querySelectorAll<HTMLDetailsElement>('details[data-print]:not([open])')]
    for (const details of opened) details.open = true
  })
  addEventListener('afterprint', () => {
    setTheme(themeBefore)
    for (const details of opened) details.open = false
  })
}
