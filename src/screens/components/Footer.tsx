import { Text } from 'ink';
import type { ReactNode } from 'react';
import { fitHints, type KeyHint } from '../keyHints.ts';
import { useTheme } from '../theme.ts';

/** The keys that work here, as many as fit; the last ones given are always there. */
export function Footer(props: {
  readonly hints: readonly KeyHint[];
  readonly always: readonly KeyHint[];
  readonly width: number;
}): ReactNode {
  const { hints, always, width } = props;
  const theme = useTheme();
  return (
    <Text wrap="truncate">
      {fitHints(hints, always, width).map(({ key, does }) => (
        <Text key={`${key} ${does}`}>
          {' '}
          <Text {...theme.strong}>{key}</Text>
          {` ${does} `}
        </Text>
      ))}
    </Text>
  );
}
