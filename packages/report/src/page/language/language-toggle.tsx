import { type Language, languages } from '../../html/languages.ts'
import { setLanguage, useLanguage } from './language.ts'

/** Switches to the other language, which it names in its own words. */
export function LanguageToggle() {
  const language = useLanguage()
  const other: Language = language === 'en' ? 'ko' : 'en'
  return (
    <button type="button" class="language-toggle" lang={other} translate={false} onClick={() => setLanguage(other)}>
      {languages[other]}
    </button>
  )
}
