import { Box } from 'ink';
import type { ReactNode } from 'react';
import { Lines, Words } from '../components/Words.tsx';
import { bodyHeight } from '../layout.ts';
import { plural } from '../present.ts';
import type { AppState, ComputeStep } from '../state.ts';
import { rowUnderCursor } from '../tableView.ts';
import { textColumns } from '../views.ts';
import { ComparisonPanel } from './ComparisonPanel.tsx';
import { GenomePanel } from './GenomePanel.tsx';
import { buildInForce } from './genome.ts';
import { presentOpenResult } from './presentResult.ts';
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
      <Step state={state} step="genome" title="1. Genome " says={presentGenome(state)} />
      <Step state={state} step="scores" title="2. Scores " says={presentSelection(state)} />
      <Step state={state} step="results" title="3. Results" says={presentRun(state)} />
      <Words text={'─'.repeat(state.size.columns)} tone="dim" />
      <Panel state={state} />
    </Box>
  );
}

function Step(props: {
  readonly state: AppState;
  readonly step: ComputeStep;
  readonly title: string;
  readonly says: string;
}): ReactNode {
  const isHere = props.state.compute.step === props.step;
  return <Words text={`${isHere ? '>' : ' '} ${props.title}  ${props.says}`} tone={isHere ? 'accent' : 'plain'} />;
}

function ResultDetail({ state }: { readonly state: AppState }): ReactNode {
  const { results } = state.compute;
  const view = shownResults(results);
  const row = view.table.rows[rowUnderCursor(view) ?? -1];
  const what = results.byTrait === null ? 'result' : 'trait';
  return (
    <Box flexDirection="column">
      <Words text={` ${row?.[0] ?? ''}  ${what} ${view.grid.cursor + 1} of ${view.rows.length}`} tone="strong" />
      <Lines
        lines={presentOpenResult(results, textColumns(state))}
        height={bodyHeight(state) - 1}
        top={view.openRow?.cursor ?? 0}
      />
    </Box>
  );
}

function presentGenome({ compute: { genome } }: AppState): string {
  const { inspection } = genome;
  switch (inspection.status) {
    case 'none':
      return 'not chosen yet';
    case 'running':
      return 'reading the header';
    case 'failed':
      return 'could not be opened';
    case 'ready': {
      const name = inspection.found.path.split('/').at(-1);
      const sample = genome.sample === null ? 'choose a sample' : `sample ${genome.sample}`;
      const normalized = genome.normalization.status === 'done' ? ', normalised' : '';
      return `${name}, ${sample}, ${buildInForce(genome) ?? 'choose a build'}${normalized}`;
    }
  }
}

function presentSelection({ compute: { scores } }: AppState): string {
  switch (scores.status) {
    case 'loading':
      return 'reading the catalogue';
    case 'failed':
      return `${scores.selected.size} marked; the catalogue could not be read`;
    case 'ready':
      return `${scores.selected.size} of ${plural(scores.all.length, 'score')} marked`;
  }
}

function presentRun({ compute: { results } }: AppState): string {
  const { run } = results;
  if (run === null) return 'not computed yet';
  const failures = run.outcomes.filter(({ status }) => status === 'failed').length;
  const done = `${run.outcomes.length} of ${run.scores.length}`;
  const failed = failures === 0 ? '' : `, ${failures} failed`;
  switch (run.status) {
    case 'running':
      return `computing, ${done} done${failed}`;
    case 'done':
      return `${done} done${failed}`;
    default:
      return `${done} done${failed}, then ${run.status}`;
  }
}
