import { http, type Params } from './http.ts'
import type { Selection } from './selection.ts'
import type { Response } from './types.ts'

/** Which link of a page to follow. */
export interface LinkGiven {
  /** A CSS selector; without, `a`: the first link. */
  readonly selector?: string
  readonly params?: Params
}

/** Which form of a page to send, and how it is filled in. */
export interface FormGiven {
  /** A CSS selector; without, `form`: the first one. */
  readonly formSelector?: string
  /** Beside what the page has filled in, or instead of it. */
  readonly fields?: Readonly<Record<string, string>>
  /** The button that sends it, whose name and value go along; without, `[type="submit"]`. */
  readonly submitSelector?: string
  readonly params?: Params
}

/** A page as it was got: its address, and what stands there. */
type Page = Pick<Response, 'url' | 'html'>

/** As `response.clickLink()`. */
export function clickLink(page: Page, { selector = 'a', params }: LinkGiven = {}): Promise<Response> {
  const link = elementOf(page, selector, 'clickLink()')
  const href = link.attr('href')
  if (href === undefined) throw new Error(`clickLink() cannot follow ${selector}: it has no href`)
  return http.get(addressFrom(page.url, href), params)
}

/** As `response.submitForm()`. */
export function submitForm(page: Page, given: FormGiven = {}): Promise<Response> {
  const { formSelector = 'form', submitSelector = '[type="submit"]', fields, params } = given
  const form = elementOf(page, formSelector, 'submitForm()')
  const button = form.find(submitSelector).first()
  const name = button.attr('name')
  const pressed = name === undefined ? {} : { [name]: button.val() ?? '' }
  const filled = { ...form.serializeObject(), ...pressed, ...fields }
  const method = form.attr('method', 'get')?.toUpperCase() ?? 'GET'
  const address = addressFrom(page.url, form.attr('action') || page.url)
  if (method !== 'GET') return http.request(method, address, filled, params)
  return http.get(`${address.replace(/[?#].*$/s, '')}?${new URLSearchParams(filled)}`, params)
}

function elementOf(page: Page, selector: string, what: string): Selection {
  const found = page.html(selector).first()
  if (found.size() === 0) throw new Error(`${what} cannot go on: nothing on the page ${page.url} is ${selector}`)
  return found
}

/** Stands for the target, of which a page has but a path. */
const target = 'http://target.invalid'

/** Where an address on a page leads; a path of the target stays one. */
function addressFrom(page: string, address: string): string {
  const { href, origin } = new URL(address, new URL(page, target))
  return origin === target ? href.slice(origin.length) : href
}
