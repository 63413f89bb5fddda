import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { Choices } from '../components/Choices.tsx';
import { DataGrid } from '../components/DataGrid.tsx';
import { Field } from '../components/Field.tsx';
import { Lines, Words } from '../components/Words.tsx';
import { Working } from '../components/Working.tsx';
import { GENOME_FACT_LINES, heights, panelHeight } from '../layout.ts';
import { type Line, presentFailure } from '../present.ts';
import type { AppState } from '../state.ts';
import { fitPath, fitText } from '../text.ts';
import { textColumns } from '../views.ts';
import { genomeFacts, LABEL_WIDTH } from './presentGenome.ts';

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
