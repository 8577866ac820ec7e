import { createHash } from 'node:crypto'
import type { ComparisonContent, LiveContent, RunContent } from '../content/content.ts'
import type { HistoryContent } from '../content/history-content.ts'
import type { SweepContent } from '../content/sweep-content.ts'
import { bundlePage } from './bundle-page.ts'
import { htmlText, jsonForScript, scriptForHtml, styleForHtml } from './embed.ts'
import type { Language } from './languages.ts'

/**
 * One HTML file with everything in it. Its policy lets only this very program run and nothing be fetched, so that a text
 * from a server stays text even where an escape was forgotten. Without a language it speaks its reader's.
 */
export async function pageDocument(
  title: string,
  content: RunContent | ComparisonContent | SweepContent | HistoryContent | LiveContent,
  language?: Language,
): Promise<string> {
  const bundle = await bundlePage()
  const script = scriptForHtml(bundle.script)
  const hash = createHash('sha256').update(script).digest('base64')
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${hash}'`,
    "style-src 'unsafe-inline'",
    // A live page alone is told something, and by nobody but the server that it comes from.
    ...(content.kind === 'live' ? ["connect-src 'self'"] : []),
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return `<!doctype html>
<html ${language === undefined ? 'lang="en"' : `lang="${language}" data-language="${language}"`}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="loadrun">
<title>${htmlText(title)}</title>
<link rel="icon" href="data:,">
<style>${styleForHtml(bundle.style)}</style>
</head>
<body>
<div id="page"></div>
<noscript>This report is drawn by a script inside it: allow scripts, or read result.json beside it.</noscript>
<script type="application/json" id="content">${jsonForScript(content)}</script>
<script>${script}</script>
</body>
</html>
`
}
