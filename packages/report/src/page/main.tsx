import { render } from 'preact'
import type { ComparisonContent, LiveContent, RunContent } from '../content/content.ts'
import type { HistoryContent } from '../content/history-content.ts'
import type { SweepContent } from '../content/sweep-content.ts'
import { preparePrinting } from './appearance/printing.ts'
import { ComparisonPage } from './comparison-page.tsx'
import { HistoryPage } from './history-page.tsx'
import { useLanguage } from './language/language.ts'
import { LivePage } from './live/live-page.tsx'
import { RunPage } from './run-page.tsx'
import { SweepPage } from './sweep-page.tsx'
import 'uplot/dist/uPlot.min.css'
import './style/page.css'

const content: RunContent | ComparisonContent | SweepContent | HistoryContent | LiveContent = JSON.parse(
  document.getElementById('content')?.textContent ?? '',
)
const page = document.getElementById('page')
if (page !== null) {
  preparePrinting()
  render(<Page />, page)
}

function Page() {
  useLanguage()
  switch (content.kind) {
    case 'run':
      return <RunPage content={content} />
    case 'comparison':
      return <ComparisonPage content={content} />
    case 'sweep':
      return <SweepPage content={content} />
    case 'live':
      return <LivePage name={content.name} />
    case 'history':
      return <HistoryPage content={content} />
  }
}
