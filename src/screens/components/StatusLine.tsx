import { Text } from 'ink';
import type { ReactNode } from 'react';
import type { Tone } from '../present.ts';
import { fitText, textWidth } from '../text.ts';
import { useTheme } from '../theme.ts';

/** What to do next, or what just happened; on the right, where the cursor is. */
export function StatusLine(props: {
  readonly text: string;
  readonly tone: Tone;
  readonly place: string;
  readonly width: number;
}): ReactNode {
  const { text, tone, place, width } = props;
  const theme = useTheme();
  const room = width - textWidth(place) - 2;
  return (
    <Text wrap="truncate">
      <Text {...theme[tone]}>{fitText(` ${text}`, room)}</Text>
      <Text {...theme.dim}>{place === '' ? '' : ` ${place}`}</Text>
    </Text>
  );
}
