import { Box } from 'ink';
import type { ReactNode } from 'react';
import { Lines, Words } from '../components/Words.tsx';
import { bodyHeight } from '../layout.ts';
import type { AppState, ComputeStep } from '../state.ts';
import { textColumns } from '../views.ts';
import { ComparisonPanel } from './ComparisonPanel.tsx';
import { GenomePanel } from './GenomePanel.tsx';
import { presentOpenResult, titleOpenResult } from './presentResult.ts';
import { presentStep } from './presentSteps.ts';
import { RecordsPanel } from './RecordsPanel.tsx';
import { ResultsPanel } from './ResultsPanel.tsx';
import { shownResults } from './results.ts';
import { ScoresPanel } from './ScoresPanel.tsx';
import { UnmatchedPanel } from './UnmatchedPanel.tsx';

const PANELS: Readonly<Record<ComputeStep, (props: { readonly state: AppState }) => ReactNode>> = {
  genome: GenomePanel,
  scores: ScoresPanel,
  results: ResultsPanel,
};

/** Three steps, each with one line that says where it stands, and the panel of the one at hand. */
export function ComputeScreen({ state }: { readonly state: AppState }): ReactNode {
  const { step, results } = state.compute;
  const { records } = state.compute.genome;
  if (step === 'genome' && records !== null) return <RecordsPanel state={state} records={records} />;
  if (step === 'results' && results.why !== null) return <UnmatchedPanel state={state} why={results.why} />;
  if (step === 'results' && results.comparing !== null)
    return <ComparisonPanel state={state} comparing={results.comparing} />;
  if (step === 'results' && shownResults(results).openRow !== null) return <ResultDetail state={state} />;
  const Panel = PANELS[step];
  return (
    <Box flexDirection="column">
      <Step state={state} step="genome" title="1. Genome " />
      <Step state={state} step="scores" title="2. Scores " />
      <Step state={state} step="results" title="3. Results" />
      <Words text={'─'.repeat(state.size.columns)} tone="dim" />
      <Panel state={state} />
    </Box>
  );
}

function Step(props: { readonly state: AppState; readonly step: ComputeStep; readonly title: string }): ReactNode {
  const { state, step, title } = props;
  const isHere = state.compute.step === step;
  const text = `${isHere ? '>' : ' '} ${title}  ${presentStep(state, step)}`;
  return <Words text={text} tone={isHere ? 'accent' : 'plain'} />;
}

function ResultDetail({ state }: { readonly state: AppState }): ReactNode {
  const { results } = state.compute;
  const view = shownResults(results);
  return (
    <Box flexDirection="column">
      <Words text={` ${titleOpenResult(results)}`} tone="strong" />
      <Lines
        lines={presentOpenResult(results, textColumns(state))}
        height={bodyHeight(state) - 1}
        top={view.openRow?.cursor ?? 0}
      />
    </Box>
  );
}
