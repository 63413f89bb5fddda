import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import type { FieldState } from '../field.ts';
import { presentKey } from '../keymap.ts';
import type { PaletteEntry } from '../palette.ts';
import { fitText } from '../text.ts';
import { useTheme } from '../theme.ts';
import { Field } from './Field.tsx';
import { Words } from './Words.tsx';

/** Below the field: an empty line; at the end what the chosen command is on the command line, or why it cannot be run. */
const OTHER_LINES = 4;
const KEYS_WIDTH = 16;

/** Commands by name. */
export function Palette(props: {
  readonly field: FieldState;
  readonly entries: readonly PaletteEntry[];
  readonly choice: number;
  /** The chosen command on the command line, or null. */
  readonly commandLine: string | null;
  readonly width: number;
  readonly height: number;
}): ReactNode {
  const { field, entries, choice, commandLine, width, height } = props;
  const room = Math.max(1, height - OTHER_LINES);
  const top = Math.max(0, choice - room + 1);
  const problem = entries[choice]?.problem ?? null;
  return (
    <Box flexDirection="column" height={height}>
      <Field label=":" field={field} width={width} placeholder="what you want to do" />
      <Text> </Text>
      <Box flexDirection="column" height={room}>
        {entries.slice(top, top + room).map((entry, index) => (
          <Entry key={entry.command.id} entry={entry} isChosen={top + index === choice} width={width} />
        ))}
        {entries.length === 0 && <Words text="   No command is called that." tone="dim" />}
      </Box>
      <Text> </Text>
      {problem !== null ? (
        <Words text={` ${problem}`} tone="warn" />
      ) : (
        <Words text={commandLine === null ? ' ' : ` $ ${commandLine}`} tone="dim" />
      )}
    </Box>
  );
}

function Entry(props: { readonly entry: PaletteEntry; readonly isChosen: boolean; readonly width: number }): ReactNode {
  const { entry, isChosen, width } = props;
  const { command, problem } = entry;
  const theme = useTheme();
  const keys = fitText(command.keys.map(presentKey).join(', '), KEYS_WIDTH);
  return (
    <Text wrap="truncate" inverse={isChosen} {...(problem === null ? {} : theme.dim)}>
      {fitText(` ${isChosen ? '>' : ' '} ${keys} ${command.title}`, width)}
    </Text>
  );
}
