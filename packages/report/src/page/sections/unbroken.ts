/** A sentence whose numbers stay on one line with their units. */
export function unbroken(sentence: string): string {
  return sentence.replace(/(\d) (?=(?:%|ms|s|min|h|kB|MB|GB|points)(?:\W|$))/g, '$1\u00a0')
}
