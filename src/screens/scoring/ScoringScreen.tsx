import { Box, Text } from 'ink';
import { Table } from 'ink-table';
import type { ReactNode } from 'react';
import { Field } from '../components/Field.tsx';
import { RowText, TableGrid } from '../components/TableText.tsx';
import { Lines, Words } from '../components/Words.tsx';
import { Working } from '../components/Working.tsx';
import { bodyHeight, hasWeightTable, heights } from '../layout.ts';
import { type Line, presentCount, presentFailure, presentNumber, presentPercent } from '../present.ts';
import type { AppState } from '../state.ts';
import { rowUnderCursor } from '../tableView.ts';
import { focusOf, textColumns } from '../views.ts';
import { presentOverview } from './overview.ts';
import { presentCard, presentWeightLine, type ReadyScore } from './presentCard.ts';
import type { WeightSummary } from './weights.ts';

export function ScoringScreen({ state }: { readonly state: AppState }): ReactNode {
  const { opened } = state.scoring;
  const focus = focusOf(state);
  if (focus === 'score_field') return <ScoreField state={state} />;
  if (opened.status === 'loading') return <Working text={`Opening ${opened.name} for ${state.scoring.build}`} />;
  if (opened.status !== 'ready') return <Words text=" Press o to open a score." />;
  if (state.scoring.overview !== null) {
    const { name, overview, grid } = state.scoring.overview;
    return (
      <Box flexDirection="column">
        <Words text={` ${name} at a glance`} tone="strong" />
        <Lines
          lines={presentOverview(overview, textColumns(state))}
          height={heights.variantRow(state)}
          top={grid.cursor}
        />
      </Box>
    );
  }
  if (focus === 'variant_row')
    return (
      <Box flexDirection="column">
        <Words
          text={` Variant ${presentCount((rowUnderCursor(opened.view) ?? 0) + 1)} of ${opened.name}`}
          tone="strong"
        />
        <RowText view={opened.view} width={state.size.columns} height={heights.variantRow(state)} />
      </Box>
    );
  return (
    <Box flexDirection="column">
      <ScoreCard score={opened} state={state} />
      <TableGrid view={opened.view} width={state.size.columns} height={heights.variants(state)} />
    </Box>
  );
}

function ScoreField({ state }: { readonly state: AppState }): ReactNode {
  const { field, opened, build } = state.scoring;
  const failure = opened.status === 'failed' ? presentFailure(opened.error, textColumns(state)) : [];
  const help: readonly Line[] = [
    { text: '', tone: 'plain' },
    { text: `Ids are looked up in the catalogue, harmonised to ${build}.`, tone: 'dim' },
    { text: 'You can also press enter on a score in Compute, or o on one in Metadata.', tone: 'dim' },
  ];
  return (
    <Box flexDirection="column">
      <Text> </Text>
      <Field label="Score:" field={field} width={state.size.columns} placeholder="PGS000001, or a path" />
      <Text> </Text>
      <Lines lines={[...failure, ...help]} height={bodyHeight(state) - 3} />
    </Box>
  );
}

function ScoreCard({ score, state }: { readonly score: ReadyScore; readonly state: AppState }): ReactNode {
  return (
    <Box flexDirection="column">
      {presentCard(score, state.compute.scores.selected.has(score.name)).map(({ text, tone }) => (
        <Words key={text} text={` ${text}`} tone={tone} />
      ))}
      {hasWeightTable(state) ? (
        <WeightTable weights={score.weights} />
      ) : (
        <Words text={` ${presentWeightLine(score.weights)}`} />
      )}
      <Words text={'─'.repeat(state.size.columns)} tone="dim" />
    </Box>
  );
}

const weightCells = (weights: WeightSummary): Readonly<Record<string, string>> => {
  const number = (value: number | null): string => (value === null ? '-' : presentNumber(value));
  return {
    'variants read': presentCount(weights.rows),
    'smallest weight': number(weights.min),
    median: number(weights.median),
    largest: number(weights.max),
    '|w| in A/T, C/G pairs': presentPercent(weights.palindromic_mass),
    'with frequency': presentPercent(weights.with_frequency),
  };
};

const WeightTable = ({ weights }: { readonly weights: WeightSummary }): ReactNode => (
  <Table data={[weightCells(weights)]} />
);
