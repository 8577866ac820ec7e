import { t } from '../language/language.ts'

/** Who made this page. `data`: the file beside it with every figure. */
export function Footer({ data = 'result.json' }: { data?: string }) {
  return <footer>{t(`Made by loadrun. This file needs no network; ${data} beside it holds every figure.`)}</footer>
}
