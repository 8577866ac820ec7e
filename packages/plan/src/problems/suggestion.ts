import { editDistance } from './edit-distance.ts'

/** Longer words are never misspelt keys, and comparing them would take long. */
const longestWord = 60

/** The one of `known` that was probably meant by `word`; `undefined` where none is near. */
export function suggest(word: string, known: Iterable<string>): string | undefined {
  if (word.length > longestWord) return undefined
  const plain = withoutCaseAndDashes(word)
  let nearest: string | undefined
  let nearestDistance = Math.floor(Math.max(plain.length, 3) / 3) + 1
  for (const candidate of known) {
    const plainCandidate = withoutCaseAndDashes(candidate)
    if (Math.abs(plainCandidate.length - plain.length) >= nearestDistance) continue
    const distance = editDistance(plain, plainCandidate)
    if (distance < nearestDistance && distance < candidate.length) {
      nearest = candidate
      nearestDistance = distance
    }
  }
  return nearest
}

/** More mistakes of one kind are not shown, and comparing names of a file with as many takes long. */
const mostAnswers = 100

/** `suggest()` for what a whole file can have any number of: the first hundred times that it is asked. */
export function suggester(): typeof suggest {
  let left = mostAnswers
  return (word, known) => (left-- > 0 ? suggest(word, known) : undefined)
}

function withoutCaseAndDashes(word: string): string {
  return word.toLowerCase().replaceAll(/[-_ ]/g, '')
}
