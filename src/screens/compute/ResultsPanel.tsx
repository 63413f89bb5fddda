import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import type { ScoreOutcome } from '../../core/index.ts';
import { type Remark, TableGrid } from '../components/TableText.tsx';
import { Lines, Words } from '../components/Words.tsx';
import { findComputeProblem } from '../guide.ts';
import { heights } from '../layout.ts';
import { plural, presentBar, presentDuration, presentFailure, presentProgress, type Tone } from '../present.ts';
import type { AppState } from '../state.ts';
import { textColumns } from '../views.ts';
import { type Run, shownResults } from './results.ts';

/** Below this share of matched rows the build or the file is probably wrong. */
const DOUBTFUL_MATCH = 0.1;
const POOR_MATCH = 0.5;
const BAR_WIDTH = 24;

export function ResultsPanel({ state }: { readonly state: AppState }): ReactNode {
  const { results } = state.compute;
  const { run } = results;
  if (run === null) return <ComputeButton state={state} />;
  return (
    <Box flexDirection="column">
      <RunLine run={run} />
      <Words text=" Research use only, not a diagnosis. Do not compare scores across models." tone="warn" />
      {run.error === null ? (
        <TableGrid
          view={shownResults(results)}
          width={state.size.columns}
          height={heights.results(state)}
          remark={(row) => (results.byTrait === null ? remarkOn(run.outcomes[row]) : {})}
          emptyText={run.status === 'running' ? 'Results appear here one by one.' : 'Nothing was computed.'}
        />
      ) : (
        <Lines lines={presentFailure(run.error, textColumns(state))} height={heights.results(state)} />
      )}
    </Box>
  );
}

function ComputeButton({ state }: { readonly state: AppState }): ReactNode {
  const { selected } = state.compute.scores;
  const problem = findComputeProblem(state);
  return (
    <Box flexDirection="column">
      <Text> </Text>
      {problem === null ? (
        <Text inverse>{`  [ Compute ${plural(selected.size, 'score')} ]  `}</Text>
      ) : (
        <Words text={`  ${problem}`} tone="warn" />
      )}
    </Box>
  );
}

function RunLine({ run }: { readonly run: Run }): ReactNode {
  const total = run.scores.length;
  const done = run.outcomes.length;
  const time = presentDuration(run.elapsed_ms);
  switch (run.status) {
    case 'running': {
      const bar = presentBar(done, total, BAR_WIDTH);
      const left = done === 0 ? '' : `  ${presentDuration((run.elapsed_ms / done) * (total - done))} left`;
      return (
        <Words text={` ${bar} ${done}/${total} ${run.scores[done] ?? ''}${left}${presentPhase(run)}`} tone="accent" />
      );
    }
    case 'done':
      return <Words text={` Computed ${plural(done, 'score')} in ${time}.`} tone="good" />;
    case 'cancelled':
      return <Words text={` Cancelled: ${done} of ${plural(total, 'score')} computed.`} tone="warn" />;
    case 'failed':
      return <Words text=" Nothing more could be computed:" tone="bad" />;
  }
}

/** What the score at hand is busy with; counting scores is the bar's business. */
function presentPhase({ heard }: Run): string {
  if (heard === null) return '';
  const { phase, unit } = heard.progress;
  return unit === 'scores' ? `  ${phase}` : `  ${phase} ${presentProgress(heard)}`;
}

/** Whatever is said of a failed score, and what to look at twice. */
function remarkOn(outcome: ScoreOutcome): Remark {
  if (outcome.status === 'failed') return { mark: '!', tone: 'bad', sentence: outcome.error.message };
  const { match_rate, warnings } = outcome.result;
  const tone: Tone = match_rate < DOUBTFUL_MATCH ? 'bad' : match_rate < POOR_MATCH ? 'warn' : 'plain';
  return { tone, mark: warnings.length > 0 || match_rate < DOUBTFUL_MATCH ? '!' : ' ' };
}
