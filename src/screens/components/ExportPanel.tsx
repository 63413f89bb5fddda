import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import type { ExportState } from '../exportOverlay.ts';
import { plural } from '../present.ts';
import { cleanText, fitText } from '../text.ts';
import { useTheme } from '../theme.ts';
import { Field } from './Field.tsx';
import { Lines, Words } from './Words.tsx';

/** The field, an empty line, a rule. */
const OTHER_LINES = 3;

/** Formats, the file, and the first lines of what would be written. */
export function ExportPanel(props: {
  readonly state: ExportState;
  readonly width: number;
  readonly height: number;
}): ReactNode {
  const { state, width, height } = props;
  const theme = useTheme();
  const { formats, choice, field, preview, results } = state;
  const room = Math.max(1, height - OTHER_LINES - formats.length);
  const lines = (preview ?? ['...']).map((text) => ({ text: cleanText(text), tone: 'dim' as const }));
  return (
    <Box flexDirection="column" height={height}>
      <Field
        label={`Write ${plural(results.length, 'result')} to:`}
        field={field}
        width={width}
        placeholder="name of a new file"
      />
      <Text> </Text>
      {formats.map(({ id, title }, place) => (
        <Text key={id} wrap="truncate" inverse={place === choice} {...theme.plain}>
          {fitText(` ${place === choice ? '>' : ' '} ${fitText(id, 10)} ${title}`, width)}
        </Text>
      ))}
      <Words text={'─'.repeat(width)} tone="dim" />
      <Lines lines={lines} height={room} />
    </Box>
  );
}
