import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { Choices } from '../components/Choices.tsx';
import { DataGrid } from '../components/DataGrid.tsx';
import { Field } from '../components/Field.tsx';
import { Lines, Words } from '../components/Words.tsx';
import { Working } from '../components/Working.tsx';
import { GENOME_FACT_LINES, heights, panelHeight } from '../layout.ts';
import {
  type Fact,
  type Line,
  presentBar,
  presentBytes,
  presentCount,
  presentFailure,
  presentFilters,
  presentProgress,
} from '../present.ts';
import type { AppState } from '../state.ts';
import { fitPath, fitText } from '../text.ts';
import { textColumns } from '../views.ts';
import { buildInForce, type GenomeState, isMismatch } from './genome.ts';
import { presentPolicies } from './presentResult.ts';

const LABEL_WIDTH = 12;

export function GenomePanel({ state }: { readonly state: AppState }): ReactNode {
  const { genome } = state.compute;
  if (genome.isEditing) return <PathField state={state} />;
  if (genome.inspection.status === 'running') return <Working text="Reading the header" />;
  if (genome.inspection.status !== 'ready') return <Words text=" No genome chosen. Press e to choose one." />;
  const { samples } = genome.inspection.found;
  return (
    <Box flexDirection="column">
      <Lines lines={genomeLines(state)} height={GENOME_FACT_LINES} />
      {samples.length > 1 && <Samples state={state} samples={samples} />}
      {genome.normalization.status === 'failed' && (
        <Lines lines={presentFailure(genome.normalization.error, textColumns(state))} height={3} />
      )}
    </Box>
  );
}

function PathField({ state }: { readonly state: AppState }): ReactNode {
  const { field, completions, choice, inspection } = state.compute.genome;
  const { columns } = state.size;
  const height = heights.completions(state);
  const failure = inspection.status === 'failed' ? presentFailure(inspection.error, textColumns(state)) : [];
  const room = Math.max(1, height - failure.length);
  const choices = completions.map((path) => ({
    key: path,
    text: fitPath(path, columns - 4),
    isDim: path.endsWith('/'),
  }));
  return (
    <Box flexDirection="column" height={panelHeight(state)}>
      <Field label="VCF:" field={field} width={columns} placeholder="path of a .vcf, .vcf.gz or .parquet" />
      <Text> </Text>
      {failure.length > 0 && <Lines lines={failure} height={failure.length} />}
      <Choices choices={choices} choice={choice} width={columns} height={room} />
      {completions.length === 0 && failure.length === 0 && (
        <Words text="   No VCF, Parquet or directory starts with this." tone="dim" />
      )}
    </Box>
  );
}

/** One line a fact, cut rather than wrapped: the list of samples starts below them. */
function genomeLines(state: AppState): readonly Line[] {
  const { genome } = state.compute;
  const width = textColumns(state);
  return genomeFacts(state, genome).map(([label, value, tone = 'plain']) => ({
    text: fitText(fitText(label, LABEL_WIDTH) + value, width).trimEnd(),
    tone,
  }));
}

function genomeFacts({ settings, size }: AppState, genome: GenomeState): readonly Fact[] {
  if (genome.inspection.status !== 'ready') return [];
  const { found } = genome.inspection;
  const records = found.records === null ? '' : `, ${presentCount(found.records)} records`;
  return [
    ['File', fitPath(found.path, size.columns - LABEL_WIDTH - 3)],
    ['Size', `${presentBytes(found.bytes)}, ${found.compression}${records}`],
    ['Sample', genome.sample ?? `${found.samples.length} samples: choose one below with enter`],
    buildFact(genome),
    ['Filters', presentFilters(settings.filters)],
    ['Scoring', `${presentPolicies(settings.policies)}; percentiles: ${settings.population}`],
    normalizationFact(genome, size.columns),
  ];
}

function buildFact(genome: GenomeState): Fact {
  if (genome.inspection.status !== 'ready') return ['Build', ''];
  const { build_cue } = genome.inspection.found;
  const build = buildInForce(genome);
  if (build === null) return ['Build', `unknown (${build_cue}): choose it with b`, 'warn'];
  if (!isMismatch(genome, build)) return ['Build', `${build} (${build_cue})`];
  return genome.forceBuild
    ? ['Build', `${build}, forced against the file: ${build_cue}`, 'bad']
    : ['Build', `${build} chosen, but the file says otherwise: ${build_cue}`, 'bad'];
}

const BAR_WIDTH = 20;

function normalizationFact({ normalization, inspection }: GenomeState, width: number): Fact {
  if (inspection.status === 'ready' && inspection.found.kind === 'parquet') return ['Normalised', 'yes'];
  switch (normalization.status) {
    case 'none':
      return ['Normalised', 'no (optional): n writes a Parquet, which scores faster next time'];
    case 'failed':
      return ['Normalised', 'no: it failed, see below', 'bad'];
    case 'done': {
      const { records_kept, records_read, output } = normalization.report;
      const counts = `${presentCount(records_kept)} of ${presentCount(records_read)} records`;
      return ['Normalised', `${counts} in ${fitPath(output, Math.max(12, width - 60))}`, 'good'];
    }
    case 'running': {
      if (normalization.heard === null) return ['Normalised', 'starting', 'accent'];
      const { done, total } = normalization.heard.progress;
      const bar = total === null ? '' : `${presentBar(done, total, BAR_WIDTH)} `;
      return ['Normalised', bar + presentProgress(normalization.heard), 'accent'];
    }
  }
}

function Samples(props: { readonly state: AppState; readonly samples: readonly string[] }): ReactNode {
  const { state, samples } = props;
  const { genome } = state.compute;
  return (
    <DataGrid
      columns={[{ title: 'Sample', width: 30, align: 'left' }]}
      source={{
        rows: samples.length,
        cells: (row) => [samples[row]],
        mark: (row) => (samples[row] === genome.sample ? '*' : ' '),
      }}
      grid={genome.samples}
      width={state.size.columns}
      height={heights.samples(state)}
      emptyText="The file has no samples."
    />
  );
}
