import { Box } from 'ink';
import { type ReactNode, useState } from 'react';
import type { GenomeBuild } from '../core/index.ts';
import { ComputeButton } from '../screens/components/ComputeButton.tsx';
import { RunLine, type RunProgress } from '../screens/compute/RunLine.tsx';
import type { ListedScore } from '../screens/compute/scoreList.ts';
import { BuildSelector } from './BuildSelector.tsx';
import { ResultsView } from './ResultsView.tsx';
import { ScoreSelector } from './ScoreSelector.tsx';
import { useKeys } from './useKeys.ts';

export interface PrsSectionProps {
  readonly scores: readonly ListedScore[];
  /** PGS ids. */
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
  readonly build: GenomeBuild | null;
  readonly onBuild: (build: GenomeBuild) => void;
  /** The computation that runs or has run; null before the first. */
  readonly run: RunProgress | null;
  readonly onCompute: (pgs_ids: readonly string[]) => void;
  /** Called by esc while a computation runs. */
  readonly onCancel?: () => void;
  /** Columns and lines of the screen it may take; 10 lines at least. */
  readonly width: number;
  readonly height: number;
  /** Whether it hears keys. Default true. */
  readonly isActive?: boolean;
}

/** Build, button, progress. */
const OTHER_LINES = 5;

/**
 * The whole section: build, scores, the button, and, once there is a run, its progress and results. Keys as in its
 * parts; c computes, tab goes from scores to results and back.
 */
export function PrsSection(props: PrsSectionProps): ReactNode {
  const { scores, selected, onSelect, build, onBuild, run, onCompute, onCancel, width, height } = props;
  const { isActive = true } = props;
  const [isReading, setReading] = useState(false);
  const problem = findProblem(props);
  const isRunning = run?.status === 'running';
  useKeys((input, key) => {
    if (input === 'c' && problem === null) {
      setReading(true);
      onCompute([...selected]);
    }
    if (key.tab && run !== null) setReading(!isReading);
    if (key.escape && isRunning) onCancel?.();
  }, isActive);
  const showsResults = isReading && run !== null;
  return (
    <Box flexDirection="column" width={width} height={height}>
      <BuildSelector build={build} onBuild={onBuild} isActive={isActive && !isRunning} />
      {showsResults ? (
        <ResultsView outcomes={run.outcomes} width={width} height={height - OTHER_LINES} isActive={isActive} />
      ) : (
        <ScoreSelector
          scores={scores}
          selected={selected}
          onSelect={onSelect}
          width={width}
          height={height - OTHER_LINES}
          isActive={isActive}
        />
      )}
      <ComputeButton count={selected.size} problem={problem} />
      {run !== null && <RunLine run={run} />}
    </Box>
  );
}

function findProblem({ run, build, selected }: PrsSectionProps): string | null {
  if (run?.status === 'running') return 'Computing: esc cancels.';
  if (build === null) return 'Choose the genome build with b.';
  return selected.size === 0 ? 'Mark at least one score with space.' : null;
}
