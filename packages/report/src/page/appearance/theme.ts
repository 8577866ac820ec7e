import { useEffect, useState } from 'preact/hooks'

export type Theme = 'light' | 'dark'

/** What the reader's system asks for, until the reader asks for something else. */
let chosen: Theme | undefined
const systemIsDark = matchMedia('(prefers-color-scheme: dark)')
const watchers = new Set<(theme: Theme) => void>()

export function currentTheme(): Theme {
  return chosen ?? (systemIsDark.matches ? 'dark' : 'light')
}

/** `undefined`: back to what the system asks for. */
export function setTheme(theme: Theme | undefined): void {
  chosen = theme
  document.documentElement.dataset.theme = currentTheme()
  for (const watcher of watchers) watcher(currentTheme())
}

setTheme(undefined)
systemIsDark.addEventListener('change', () => setTheme(chosen))

/** Calls back after each change; returns how to stop that. */
export function onThemeChange(watcher: (theme: Theme) => void): () => void {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}

export function useTheme(): Theme {
  const [theme, set] = useState(currentTheme)
  useEffect(() => onThemeChange(set), [])
  return theme
}
