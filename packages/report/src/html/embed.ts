/**
 * Data as JSON that may stand inside a `<script>` element. The HTML parser looks for `</script` and `<!--` in there,
 * whatever JSON says about strings, so no `<` is left; U+2028 and U+2029 end lines in old readers of scripts.
 */
export function jsonForScript(data: unknown): string {
  return JSON.stringify(data).replace(/[<\u2028\u2029]/g, escapedCharacter)
}

function escapedCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** Text as it may stand between tags or inside a quoted attribute. */
export function htmlText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** A program that may stand inside a `<script>` element. In JavaScript, `<\/` in a string or pattern is `</`. */
export function scriptForHtml(program: string): string {
  return program.replace(/<\/(?=script)/gi, '<\\/').replace(/<!--/g, '<\\!--')
}

/** A style sheet that may stand inside a `<style>` element. */
export function styleForHtml(style: string): string {
  return style.replace(/<\/(?=style)/gi, '<\\/')
}
