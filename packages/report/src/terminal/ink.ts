/** Writes text in a colour or weight. Without colour, the text as it is. */
export interface Ink {
  readonly bold: (text: string) => string
  readonly faint: (text: string) => string
  readonly good: (text: string) => string
  readonly bad: (text: string) => string
  readonly doubtful: (text: string) => string
  readonly running: (text: string) => string
}

/** Colours as the terminal's own sixteen, so that they suit its background. */
export function inkOf(color: boolean): Ink {
  const ink = (start: number, end: number) => (text: string) =>
    color && text !== '' ? `\u001b[${start}m${text}\u001b[${end}m` : text
  return {
    bold: ink(1, 22),
    faint: ink(2, 22),
    good: ink(32, 39),
    bad: ink(31, 39),
    doubtful: ink(33, 39),
    running: ink(36, 39),
  }
}

/**
 * Text from outside with its control characters made visible: a server must not be able to move the cursor, change
 * colours or set the title of the terminal that shows its message.
 */
export function harmless(text: string): string {
  return text.replace(/\r\n?|\n|\t| +/g, ' ').replace(/\p{Cc}|\p{Cf}/gu, shownCharacter)
}

function shownCharacter(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
}
