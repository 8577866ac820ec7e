#!/usr/bin/env node
// Plain JavaScript that old versions of Node can read, so that they can say what is wanted.
import { existsSync } from 'node:fs'
import process from 'node:process'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    `loadrun cannot run on Node ${process.versions.node}: it needs Node 22.19 or newer.\n` +
      'Install it from https://nodejs.org, or beside loadrun with: npm install node\n',
  )
  process.exitCode = 2
} else {
  const source = new URL('../src/main.ts', import.meta.url)
  const main = existsSync(source) ? source : new URL('../dist/main.js', import.meta.url)
  await import(main.href)
}
