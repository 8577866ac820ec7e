// `import { parseHTML } from 'k6/html'`.
import { Selection } from '../api/selection.ts'
import { speaker } from '../user.ts'

export { Selection }

/** The HTML as what `find()` and the like can be asked of. */
export function parseHTML(html: string): Selection {
  return new Selection([speaker('parseHTML()').user.parseHtml(html)])
}
