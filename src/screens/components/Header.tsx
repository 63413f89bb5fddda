import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { drawTab } from '../tabs.ts';
import { fitText, textWidth } from '../text.ts';
import { useTheme } from '../theme.ts';

export interface HeaderProps {
  readonly width: number;
  readonly product: string;
  /** Where the reader is, from the outside in. */
  readonly breadcrumb: readonly string[];
  /** Genome build in force; empty while unknown. */
  readonly build: string;
  /** What is going on; empty for nothing. */
  readonly work: string;
  readonly isDemo: boolean;
  readonly tabs: readonly string[];
  readonly activeTab: number;
  /** How to get to the other screens from here. */
  readonly switchHint: string;
}

/** Two lines: what this is and where we are; the screens. */
export function Header(props: HeaderProps): ReactNode {
  const { width, product, breadcrumb, build, work, isDemo, tabs, activeTab, switchHint } = props;
  const theme = useTheme();
  const demo = isDemo ? ' SYNTHETIC DEMO ' : '';
  const right = [work, build]
    .filter(Boolean)
    .map((text) => ` ${text} `)
    .join('');
  const room = width - textWidth(demo) - textWidth(right);
  return (
    <Box flexDirection="column" height={2}>
      <Text wrap="truncate">
        <Text {...theme.accent}>{fitText(` ${[product, ...breadcrumb].join(' > ')}`, room)}</Text>
        <Text {...theme.warn} inverse>
          {demo}
        </Text>
        <Text {...theme.strong}>{right}</Text>
      </Text>
      <Text wrap="truncate">
        {tabs.map((tab, index) => (
          <Text key={tab} {...(index === activeTab ? theme.accent : {})}>
            {drawTab(tab, index, index === activeTab)}
          </Text>
        ))}
        <Text {...theme.dim}>{` ${switchHint}`}</Text>
      </Text>
    </Box>
  );
}
