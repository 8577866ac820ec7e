import { render } from 'preact'
import type { ComparisonContent, RunContent } from '../content/content.ts'
import { preparePrinting } from './appearance/printing.ts'
import { ComparisonPage } from './comparison-page.tsx'
import { RunPage } from './run-page.tsx'
import 'uplot/dist/uPlot.min.css'
import './style/page.css'

const content: RunContent | ComparisonContent = JSON.parse(document.getElementById('content')?.textContent ?? '')
const page = document.getElementById('page')
if (page !== null) {
  preparePrinting()
  render(content.kind === 'run' ? <RunPage content={content} /> : <ComparisonPage content={content} />, page)
}
