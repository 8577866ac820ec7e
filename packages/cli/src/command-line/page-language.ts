import { languages } from '@loadrun/report'
import { Option } from 'commander'

export function pageLanguage(): Option {
  return new Option('--lang <language>', 'what the page speaks (default: what its reader’s browser does)').choices(
    Object.keys(languages),
  )
}
