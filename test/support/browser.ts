import { existsSync } from 'node:fs'
import process from 'node:process'
import { type Browser, chromium } from 'playwright-core'

const executable = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
)

/**
 * Whether tests that need a browser are to be skipped: there is none, and this is no CI, where its absence is a failure.
 */
export const browserIsMissing = executable === undefined && process.env.CI === undefined

if (browserIsMissing) process.stdout.write('Skipped: no Chromium was found (Debian: apt install chromium)\n')

export function launchBrowser(): Promise<Browser> {
  if (executable === undefined)
    throw new Error('Cannot test pages: no Chromium was found (Debian: apt install chromium)')
  return chromium.launch({
    executablePath: executable,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
