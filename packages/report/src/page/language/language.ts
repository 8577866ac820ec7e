import { useEffect, useState } from 'preact/hooks'
import { type Language, languages } from '../../html/languages.ts'
import { inKorean } from './in-korean.ts'

const watchers = new Set<() => void>()

/** What the page was made in; where that was left open, what the reader's browser asks for. */
let current: Language = firstLanguage()
document.documentElement.lang = current

function firstLanguage(): Language {
  const asked = [document.documentElement.dataset.language ?? '', ...navigator.languages].map((one) => one.slice(0, 2))
  return asked.find((one): one is Language => one in languages) ?? 'en'
}

export function setLanguage(language: Language): void {
  current = language
  document.documentElement.lang = language
  for (const watcher of watchers) watcher()
}

/** Calls back after each change; returns how to stop that. */
export function onLanguageChange(watcher: () => void): () => void {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}

export function useLanguage(): Language {
  const [language, set] = useState(current)
  useEffect(() => onLanguageChange(() => set(current)), [])
  return language
}

/**
 * The sentence in the page's language; the English one where there is no other. Never for what a server, a user or the
 * scenario file wrote: those stay as they were written.
 */
export function t(english: string): string {
  return current === 'ko' ? inKorean(english) : english
}
