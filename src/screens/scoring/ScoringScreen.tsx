import { Box, Text } from 'ink';
import { Table } from 'ink-table';
import type { ReactNode } from 'react';
import { Choices } from '../components/Choices.tsx';
import { Field } from '../components/Field.tsx';
import { TableGrid } from '../components/TableText.tsx';
import { Lines, Words } from '../components/Words.tsx';
import { Working } from '../components/Working.tsx';
import { bodyHeight, hasWeightTable, heights } from '../layout.ts';
import {
  type Heard,
  type Line,
  presentCount,
  presentFailure,
  presentNumber,
  presentPercent,
  presentProgress,
} from '../present.ts';
import type { AppState } from '../state.ts';
import { rowUnderCursor } from '../tableView.ts';
import { focusOf, textColumns } from '../views.ts';
import { presentComparison } from './comparison.ts';
import { listOffers, presentOffer } from './offers.ts';
import { presentOverview } from './overview.ts';
import { presentCard, presentWeightLine, type ReadyScore } from './presentCard.ts';
import { presentVariant } from './presentVariant.ts';
import type { WeightSummary } from './weights.ts';

export function ScoringScreen({ state }: { readonly state: AppState }): ReactNode {
  const { opened } = state.scoring;
  const focus = focusOf(state);
  if (focus === 'score_field') return <ScoreField state={state} />;
  if (opened.status === 'loading') return <Opening state={state} name={opened.name} heard={opened.heard} />;
  if (opened.status !== 'ready') return <Words text=" Press o to open a score." />;
  const { comparison } = state.scoring;
  if (comparison !== null)
    return (
      <Box flexDirection="column">
        <Words text={` ${comparison.name} and ${comparison.other}, locus by locus`} tone="strong" />
        <Lines
          lines={presentComparison(comparison, textColumns(state))}
          height={heights.variantRow(state)}
          top={comparison.grid.cursor}
        />
      </Box>
    );
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
  const { field, opened, build, choice, purpose } = state.scoring;
  const { columns } = state.size;
  const offers = listOffers(state);
  const failure = opened.status === 'failed' ? presentFailure(opened.error, textColumns(state)) : [];
  const lines = [...failure, ...(offers.length === 0 ? FIELD_HELP : [])];
  const room = bodyHeight(state) - 3 - lines.length;
  return (
    <Box flexDirection="column">
      <Text> </Text>
      <Field
        label={purpose === 'compare' ? 'Compare with:' : 'Score:'}
        field={field}
        width={columns}
        placeholder="PGS000001, words, or a path"
      />
      <Words text={` Scores of the catalogue are looked up harmonised to ${build}.`} tone="dim" />
      <Lines lines={lines} height={lines.length} />
      <Choices
        choices={offers.map((offer) => ({
          key: offer.name,
          text: presentOffer(offer, columns - 4, state.scoring),
          isDim: offer.kind === 'score' ? offer.isHere === false : offer.name.endsWith('/'),
        }))}
        choice={choice}
        width={columns}
        height={room}
      />
    </Box>
  );
}

const FIELD_HELP: readonly Line[] = [
  { text: 'A PGS id, words such as breast cancer, or the start of a path: what there is comes up here.', tone: 'dim' },
  { text: 'You can also press enter on a score in Compute, or o on one in Metadata.', tone: 'dim' },
];

/** What the list of scores says of a score that is being opened. */
function Opening({
  state,
  name,
  heard,
}: {
  readonly state: AppState;
  readonly name: string;
  readonly heard: Heard | null;
}): ReactNode {
  const known = state.compute.scores.all.find(({ pgs_id }) => pgs_id === name);
  const doing = heard === null ? 'Opening' : 'Fetching';
  return (
    <Box flexDirection="column">
      <Words text={` ${[name, known?.name, known?.trait_reported].filter(Boolean).join('  ')}`} tone="strong" />
      {known?.n_variants != null && <Words text={` ${presentCount(known.n_variants)} variants, by the catalogue`} />}
      {heard !== null && <Words text={` ${presentProgress(heard)}`} />}
      <Working text={`${doing} ${name} for ${state.scoring.build}`} />
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
        <Words text={` ${presentWeightLine(score.weights, score.view.table.total)}`} />
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
