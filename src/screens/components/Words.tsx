import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import type { Line, Tone } from '../present.ts';
import { cleanText } from '../text.ts';
import { useTheme } from '../theme.ts';

/** Text on one line in a tone. Whatever a file said, it cannot move the cursor. */
export function Words({ text, tone = 'plain' }: { readonly text: string; readonly tone?: Tone }): ReactNode {
  return (
    <Text wrap="truncate" {...useTheme()[tone]}>
      {cleanText(text)}
    </Text>
  );
}

/** A part of a longer text: the lines from `top`, never more than fit. */
export function Lines(props: {
  readonly lines: readonly Line[];
  readonly height: number;
  readonly top?: number;
}): ReactNode {
  const { lines, height, top = 0 } = props;
  return (
    <Box flexDirection="column" height={height} paddingLeft={1}>
      {lines.slice(top, top + height).map(({ text, tone }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line of text is its place on the screen.
        <Words key={index} text={text === '' ? ' ' : text} tone={tone} />
      ))}
    </Box>
  );
}
