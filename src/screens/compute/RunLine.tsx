import type { ReactNode } from 'react';
import { Words } from '../components/Words.tsx';
import { plural, presentBar, presentDuration, presentProgress } from '../present.ts';
import type { Run } from './results.ts';

const BAR_WIDTH = 24;

/** What of a run is shown. */
export type RunProgress = Pick<Run, 'status' | 'outcomes' | 'scores' | 'elapsed_ms' | 'heard'>;

/** How far a computation is, or how it ended. */
export function RunLine({ run }: { readonly run: RunProgress }): ReactNode {
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
function presentPhase({ heard }: RunProgress): string {
  if (heard === null) return '';
  const { phase, unit } = heard.progress;
  return unit === 'scores' ? `  ${phase}` : `  ${phase} ${presentProgress(heard)}`;
}
