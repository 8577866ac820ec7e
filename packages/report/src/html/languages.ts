/** The languages that pages speak, each by its own name for itself. */
export const languages = { en: 'English', ko: '한국어' } as const

export type Language = keyof typeof languages
