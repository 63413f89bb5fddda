import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { Lines } from '../components/Words.tsx';
import { heights } from '../layout.ts';
import type { AppState } from '../state.ts';
import { useTheme } from '../theme.ts';
import { textColumns } from '../views.ts';
import { HELP_PAGES, presentHelpPage } from './helpPages.ts';

/** Questions, terms, and whether this machine has what is needed. */
export function HelpScreen({ state }: { readonly state: AppState }): ReactNode {
  const theme = useTheme();
  const { help, terminal } = state;
  return (
    <Box flexDirection="column">
      <Text wrap="truncate">
        {HELP_PAGES.map(({ key, title }) => (
          <Text key={key} {...(key === help.page ? theme.accent : theme.dim)}>
            {key === help.page ? `[${title}]` : ` ${title} `}
          </Text>
        ))}
      </Text>
      <Lines
        lines={presentHelpPage(help, terminal, textColumns(state))}
        height={heights.helpPage(state)}
        top={help.grid.cursor}
      />
    </Box>
  );
}
