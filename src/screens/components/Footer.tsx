import { Text } from 'ink';
import type { ReactNode } from 'react';
import { textWidth } from '../text.ts';
import { useTheme } from '../theme.ts';

export interface KeyHint {
  readonly key: string;
  readonly does: string;
}

/** The keys that work here, as many as fit; the last ones given are always there. */
export function Footer(props: {
  readonly hints: readonly KeyHint[];
  readonly always: readonly KeyHint[];
  readonly width: number;
}): ReactNode {
  const { hints, always, width } = props;
  const theme = useTheme();
  let free = width - 1 - always.reduce((sum, hint) => sum + hintWidth(hint), 0);
  const shown = hints.filter((hint) => {
    free -= hintWidth(hint);
    return free >= 0;
  });
  return (
    <Text wrap="truncate">
      {[...shown, ...always].map(({ key, does }) => (
        <Text key={`${key} ${does}`}>
          {' '}
          <Text {...theme.strong}>{key}</Text>
          {` ${does} `}
        </Text>
      ))}
    </Text>
  );
}

const hintWidth = ({ key, does }: KeyHint): number => textWidth(key) + textWidth(does) + 3;
