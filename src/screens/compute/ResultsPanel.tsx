import { Box } from 'ink';
import type { ReactNode } from 'react';
import { ComputeButton } from '../components/ComputeButton.tsx';
import { Lines, Words } from '../components/Words.tsx';
import { findComputeProblem } from '../guide.ts';
import { heights } from '../layout.ts';
import { presentFailure } from '../present.ts';
import type { AppState } from '../state.ts';
import { textColumns } from '../views.ts';
import { RESEARCH_NOTE } from './presentResult.ts';
import { ResultsTable } from './ResultsTable.tsx';
import { RunLine } from './RunLine.tsx';
import { shownResults } from './results.ts';

export function ResultsPanel({ state }: { readonly state: AppState }): ReactNode {
  const { results } = state.compute;
  const { run } = results;
  if (run === null)
    return <ComputeButton count={state.compute.scores.selected.size} problem={findComputeProblem(state)} />;
  return (
    <Box flexDirection="column">
      <RunLine run={run} />
      <Words text={` ${RESEARCH_NOTE}`} tone="warn" />
      {run.error === null ? (
        <ResultsTable
          view={shownResults(results)}
          outcomes={results.byTrait === null ? run.outcomes : null}
          width={state.size.columns}
          height={heights.results(state)}
          emptyText={run.status === 'running' ? 'Results appear here one by one.' : 'Nothing was computed.'}
        />
      ) : (
        <Lines lines={presentFailure(run.error, textColumns(state))} height={heights.results(state)} />
      )}
    </Box>
  );
}
