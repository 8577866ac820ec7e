import type { Page } from 'playwright-core'

/**
 * The texts of a page, and the names it gives to what has no text, that hold English words and none of Korean. What is
 * marked as not to be translated is left out: names, code and what servers said. So are findings, where a rule that is
 * new speaks English until somebody translates it.
 */
export function englishTexts(page: Page): Promise<readonly string[]> {
  return page.evaluate<string[]>(`(() => {
    const verbatim = (element) => element.closest('[translate=no], .code, .findings, script, style, [lang=en]') !== null
    const texts = []
    const walker = document.createTreeWalker(document.getElementById('page'), NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (!verbatim(node.parentElement)) texts.push(node.textContent.trim())
    }
    for (const element of document.querySelectorAll('[aria-label]')) {
      if (!verbatim(element)) texts.push(element.getAttribute('aria-label'))
    }
    const english = (text) => /[a-z]{2,} [a-z]{2,}/i.test(text) && !/[가-힣]/.test(text)
    return [...new Set(texts.filter(english))]
  })()`)
}
