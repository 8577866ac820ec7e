import { t } from '../language/language.ts'

/** Who made this page. */
export function Footer() {
  return <footer>{t('Made by loadrun. This file needs no network; result.json beside it holds every figure.')}</footer>
}
