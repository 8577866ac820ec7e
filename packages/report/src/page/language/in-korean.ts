import { korean } from './korean/index.ts'
import { type Dictionary, translatorOf } from './translator.ts'

const dictionary: Dictionary = korean

export const inKorean = translatorOf(dictionary)
