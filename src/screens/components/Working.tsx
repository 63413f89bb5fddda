import { Text } from 'ink';
import SpinnerModule from 'ink-spinner';
import type { ReactNode } from 'react';
import { useTheme } from '../theme.ts';

/** `simpleDots` changes 2.5 times a second and is ASCII; the default `dots` costs 16 % of a core. */
export function Working({ text }: { readonly text: string }): ReactNode {
  const theme = useTheme();
  return (
    <Text wrap="truncate">
      {` ${text}`}
      <Text {...theme.accent}>
        <SpinnerModule type="simpleDots" />
      </Text>
    </Text>
  );
}
