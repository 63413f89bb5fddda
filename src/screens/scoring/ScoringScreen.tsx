import { Box, Text } from 'ink';
import { Table } from 'ink-table';
import type { ReactNode } from 'react';
import { Field } from '../components/Field.tsx';
import { TableGrid } from '../components/TableText.tsx';
import { Lines, Words } from '../components/Words.tsx';
import { Working } from '../components/Working.tsx';
import { bodyHeight, hasWeightTable, heights } from '../layout.ts';
import { type Line, presentCount, presentFailure, presentNumber, presentPercent } from '../present.ts';
import type { AppState } from '../state.ts';
import { rowUnderCursor } from '../tableView.ts';
import { focusOf, textColumns } from '../views.ts';
import { presentOverview } from './overview.ts';
import { presentVariant } from './presentVariant.ts';
import type { OpenedScore } from './state.ts';
import type { WeightSummary } from './weights.ts';

type ReadyScore = Extract<OpenedScore, { readonly status: 'ready' }>;

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
        <Lines
          lines={presentVariant(state, opened.view, textColumns(state))}
          height={heights.variantRow(state)}
          top={opened.view.openRow?.cursor ?? 0}
        />
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

/** What the header of the file says, in the few lines everyone looks for. */
function ScoreCard({ score, state }: { readonly score: ReadyScore; readonly state: AppState }): ReactNode {
  const { header, weights, view, name } = score;
  const said = (key: string): string => header[key] ?? 'not stated';
  const { total } = view.table;
  const isPart = view.table.rows.length < total;
  const isMarked = state.compute.scores.selected.has(name);
  const count = isPart
    ? `first ${presentCount(view.table.rows.length)} of ${presentCount(total)} variants`
    : `${presentCount(total)} variants`;
  const title = [header.pgs_id ?? name, header.pgs_name, header.trait_reported].filter(Boolean).join('  ');
  return (
    <Box flexDirection="column">
      <Words text={` ${title}${isMarked ? '  [marked for computing]' : ''}`} tone="strong" />
      <Words
        text={` Build ${header.HmPOS_build ?? said('genome_build')}   Weights ${said('weight_type')}   ${count}`}
      />
      <Words text={` Citation  ${said('citation')}`} />
      <Words text={` Licence   ${said('license')}`} tone="dim" />
      {hasWeightTable(state) ? <WeightTable weights={weights} /> : <Words text={weightLine(weights)} />}
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

/** The same on one line of 80 columns. */
function weightLine({ min, median, max, palindromic_mass, with_frequency }: WeightSummary): string {
  if (min === null || median === null || max === null) return ' Values    no weights that are numbers';
  const range = `${presentNumber(min)} to ${presentNumber(max)}, median ${presentNumber(median)}`;
  const pairs = `A/T C/G ${presentPercent(palindromic_mass)} of |w|`;
  return ` Values    ${range}; ${pairs}; with freq. ${presentPercent(with_frequency)}`;
}
