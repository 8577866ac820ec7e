/**
 * English sentences and what they are in another language. `{name}` stands for a figure or a name, and is put where it
 * stands in the other; as `{name*}` there, it is translated too. `{count}` is a number and nothing else.
 */
export type Dictionary = readonly (readonly [english: string, other: string])[]

/** Longer lists are begun anew: figures of a live page make ever new sentences. */
const mostRemembered = 5000

interface Pattern {
  readonly matches: RegExp
  readonly places: readonly string[]
  readonly other: string
}

/** Finds a sentence whole, else by the pattern that it fits; then sentence by sentence; else leaves it in English. */
export function translatorOf(dictionary: Dictionary): (english: string) => string {
  const whole = new Map(dictionary.filter(([english]) => !english.includes('{')))
  const patterns = dictionary.filter(([english]) => english.includes('{')).map(patternOf)
  const remembered = new Map<string, string>()

  const known = (english: string): string | undefined => whole.get(english) ?? byPattern(english)
  const byPattern = (english: string): string | undefined => {
    for (const { matches, places, other } of patterns) {
      const found = matches.exec(english)
      if (found === null) continue
      const values = new Map(places.map((place, index) => [place, found[index + 1] ?? '']))
      return other.replace(/\{(\w+)(\*?)\}/g, (_place, name: string, star: string) => {
        const value = values.get(name) ?? ''
        return star === '' ? value : translate(value)
      })
    }
    return undefined
  }
  const translate = (english: string): string => {
    const before = remembered.get(english)
    if (before !== undefined) return before
    const sentences = english.split(/(?<=[.!?:;]) (?=\S)/)
    const translated = known(english) ?? (sentences.length > 1 ? inParts(sentences, known) : english)
    if (remembered.size >= mostRemembered) remembered.clear()
    remembered.set(english, translated)
    return translated
  }
  return translate
}

function inParts(sentences: readonly string[], known: (english: string) => string | undefined): string {
  const parts: string[] = []
  for (let from = 0; from < sentences.length; ) {
    let to = sentences.length
    // The longest run of sentences that is known as one, for those with a colon or a number's point in them.
    while (to > from + 1 && known(sentences.slice(from, to).join(' ')) === undefined) to -= 1
    const english = sentences.slice(from, to).join(' ')
    parts.push(known(english) ?? english)
    from = to
  }
  return parts.join(' ')
}

function patternOf([english, other]: readonly [string, string]): Pattern {
  const places: string[] = []
  const source = english
    .split(/(\{\w+\})/)
    .map((part) => {
      const [, name] = /^\{(\w+)\}$/.exec(part) ?? []
      if (name === undefined) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      places.push(name)
      if (name === 'count') return '([\\d.,]+)'
      // Not over the end of a sentence: the next one has a pattern of its own.
      return '((?:(?![.!?] )[^])+?)'
    })
    .join('')
  return { matches: new RegExp(`^${source}$`), places, other }
}
