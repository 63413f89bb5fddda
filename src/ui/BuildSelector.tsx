import { Text } from 'ink';
import type { ReactNode } from 'react';
import { GENOME_BUILDS, type GenomeBuild } from '../core/index.ts';
import { useTheme } from '../screens/theme.ts';
import { useKeys } from './useKeys.ts';

export interface BuildSelectorProps {
  /** Null while it is not known. */
  readonly build: GenomeBuild | null;
  readonly onBuild: (build: GenomeBuild) => void;
  /** Whether it hears keys: b goes to the next build. Default true. */
  readonly isActive?: boolean;
}

/** Genome builds on one line, the chosen one in brackets. */
export function BuildSelector({ build, onBuild, isActive = true }: BuildSelectorProps): ReactNode {
  const theme = useTheme();
  useKeys((input) => {
    const place = build === null ? -1 : GENOME_BUILDS.indexOf(build);
    if (input === 'b') onBuild(GENOME_BUILDS[(place + 1) % GENOME_BUILDS.length]);
  }, isActive);
  return (
    <Text wrap="truncate">
      {' Build '}
      {GENOME_BUILDS.map((each) => (
        <Text key={each} {...(each === build ? theme.accent : {})}>
          {each === build ? `[${each}]` : ` ${each} `}
        </Text>
      ))}
      <Text {...theme.dim}>{isActive ? ' (b: next)' : ''}</Text>
    </Text>
  );
}
