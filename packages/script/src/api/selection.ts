/** An element of HTML, as its parser has it. Names are the DOM's. */
export interface DomElement {
  readonly rawTagName: string
  /** Of it and all within. */
  readonly text: string
  readonly innerHTML: string
  readonly children: readonly DomElement[]
  readonly parentNode: DomElement | null
  readonly nextElementSibling: DomElement | null
  readonly previousElementSibling: DomElement | null
  getAttribute(name: string): string | undefined
  querySelectorAll(selector: string): readonly DomElement[]
  closest(selector: string): DomElement | null
}

/**
 * Elements of an answer’s HTML, as k6’s `Selection` has them, which is jQuery’s. `each()` and `map()` give selections of
 * one element.
 */
export class Selection {
  readonly #elements: readonly DomElement[]

  constructor(elements: readonly (DomElement | null)[]) {
    this.#elements = [...new Set(elements.filter((element) => element !== null))]
  }

  /** How many elements. */
  size(): number {
    return this.#elements.length
  }

  /** Elements within that a CSS selector finds. */
  find(selector: string): Selection {
    return this.#each((element) => element.querySelectorAll(selector))
  }

  children(selector?: string): Selection {
    return this.#each(({ children }) => children).#only(selector)
  }

  parent(selector?: string): Selection {
    return this.#each(({ parentNode }) => [parentNode]).#only(selector)
  }

  /** The innermost around each, or itself. */
  closest(selector: string): Selection {
    return this.#each((element) => [element.closest(selector)])
  }

  next(selector?: string): Selection {
    return this.#each(({ nextElementSibling }) => [nextElementSibling]).#only(selector)
  }

  prev(selector?: string): Selection {
    return this.#each(({ previousElementSibling }) => [previousElementSibling]).#only(selector)
  }

  filter(selector: string): Selection {
    return this.#only(selector)
  }

  not(selector: string): Selection {
    return new Selection(this.#elements.filter((element) => !isSo(element, selector)))
  }

  is(selector: string): boolean {
    return this.#elements.some((element) => isSo(element, selector))
  }

  /** Counts from 0, and below 0 from the end. */
  eq(index: number): Selection {
    return new Selection([this.#elements.at(index) ?? null])
  }

  first(): Selection {
    return this.eq(0)
  }

  last(): Selection {
    return this.eq(-1)
  }

  slice(from: number, to?: number): Selection {
    return new Selection(this.#elements.slice(from, to))
  }

  /** Of the first element; `otherwise` where there is none. */
  attr(name: string, otherwise?: string): string | undefined {
    return this.#elements[0]?.getAttribute(name) ?? otherwise
  }

  /** Of all elements, one after the other. */
  text(): string {
    return this.#elements.map(({ text }) => text).join('')
  }

  /** What is within the first element. */
  html(): string | undefined {
    return this.#elements[0]?.innerHTML
  }

  /** What the first element, of a form, would send. */
  val(): string | undefined {
    const [element] = this.#elements
    if (element === undefined) return undefined
    switch (element.rawTagName.toLowerCase()) {
      case 'textarea':
        return element.text
      case 'select': {
        const options = new Selection([element]).find('option')
        const chosen = options.filter('[selected]')
        return (chosen.size() > 0 ? chosen : options).first().val()
      }
      case 'option':
        return element.getAttribute('value') ?? element.text
      default:
        return element.getAttribute('value')
    }
  }

  each(work: (index: number, element: Selection) => void): this {
    for (const [index, element] of this.toArray().entries()) work(index, element)
    return this
  }

  map<Result>(work: (index: number, element: Selection) => Result): Result[] {
    return this.toArray().map((element, index) => work(index, element))
  }

  toArray(): Selection[] {
    return this.#elements.map((element) => new Selection([element]))
  }

  /** Names and values that the fields within would send, as a form. */
  serializeObject(): Record<string, string> {
    const fields = this.find('input, select, textarea').toArray()
    const sent = fields.filter((field) => !field.is('[disabled], [type=submit], [type=button], [type=file]'))
    const chosen = sent.filter((field) => !field.is('[type=checkbox], [type=radio]') || field.is('[checked]'))
    return Object.fromEntries(
      chosen.flatMap((field) => {
        const name = field.attr('name')
        return name === undefined || name === '' ? [] : [[name, field.val() ?? (field.is('[checked]') ? 'on' : '')]]
      }),
    )
  }

  #each(found: (element: DomElement) => readonly (DomElement | null)[]): Selection {
    return new Selection(this.#elements.flatMap(found))
  }

  #only(selector: string | undefined): Selection {
    return selector === undefined ? this : new Selection(this.#elements.filter((element) => isSo(element, selector)))
  }
}

function isSo(element: DomElement, selector: string): boolean {
  return element.closest(selector) === element
}
