import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { plural } from '../present.ts';
import { Words } from './Words.tsx';

/** The button, or why there is nothing to press. */
export function ComputeButton(props: {
  /** Scores that would be computed. */
  readonly count: number;
  /** Why nothing can be computed now; null when it can. */
  readonly problem: string | null;
}): ReactNode {
  const { count, problem } = props;
  return (
    <Box flexDirection="column">
      <Text> </Text>
      {problem === null ? (
        <Text inverse>{`  [ Compute ${plural(count, 'score')} ]  `}</Text>
      ) : (
        <Words text={`  ${problem}`} tone="warn" />
      )}
    </Box>
  );
}
