import { t } from '../language/language.ts'

/** Who made this page. `data`: the file beside it with every figure. */
export function Footer({ data }: { data: string | undefined }) {
  const beside = data === undefined ? '' : `; ${data} beside it holds every figure`
  return <footer>{t(`Made by loadrun. This file needs no network${beside}.`)}</footer>
}
