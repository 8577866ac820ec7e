import { type HTMLElement, parse } from 'node-html-parser'

/** What a CSS selector finds in HTML, in the document's order: an attribute of each element, or the text within it. */
export type CssSelector = (html: string, attribute: string | undefined) => readonly string[]

/** A CSS selector, such as `form input[name=csrf]`. `undefined` where it is none. */
export function parseCssSelector(source: string): CssSelector | undefined {
  try {
    parse('<p></p>').querySelectorAll(source)
  } catch {
    return undefined
  }
  return (html, attribute) =>
    parse(html)
      .querySelectorAll(source)
      .flatMap((element) => (attribute === undefined ? [element.text.trim()] : (element.getAttribute(attribute) ?? [])))
}

/** The document that HTML is of. */
export function parseHtml(html: string): HTMLElement {
  return parse(html)
}
