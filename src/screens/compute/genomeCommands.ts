import { GENOME_BUILDS } from '../../core/index.ts';
import type { Command } from '../command.ts';
import { normalizeLine } from '../commandLine.ts';
import { fieldWith } from '../field.ts';
import { type AppState, isWorking } from '../state.ts';
import { commonStart, findGenomeProblem, isMismatch, normalizedPath } from './genome.ts';
import { type Destination, type RecordsState, readDestination, totalRecords } from './records.ts';
import { SETTINGS_FORM, settingsValues } from './settingsForm.ts';

export const GENOME_COMMANDS: readonly Command[] = [
  {
    id: 'path.take',
    title: 'Open the genome, or go into the directory',
    hint: 'open',
    keys: ['return'],
    where: ['path_field'],
    whenDisabled: ({ compute }) =>
      chosenPath(compute) === '' ? 'Type the path of a VCF first, or go down to one.' : null,
    run({ state, effects, dispatch }) {
      const path = chosenPath(state.compute);
      if (!path.endsWith('/')) return effects.inspect(path);
      dispatch({ type: 'path_edited', field: fieldWith(path) });
      effects.completePath(path);
    },
  },
  {
    id: 'path.complete',
    title: 'Complete the path',
    hint: 'complete',
    keys: ['tab'],
    where: ['path_field'],
    run({ state, effects, dispatch }) {
      const { completions, completedText, field } = state.compute.genome;
      // Typed faster than a directory is read.
      if (completedText !== field.text) return dispatch({ type: 'completion_awaited' });
      const start = commonStart(completions, field.text);
      if (start === field.text) return dispatch({ type: 'completion_stepped', step: 1 });
      dispatch({ type: 'path_edited', field: fieldWith(start) });
      effects.completePath(start);
    },
  },
  {
    id: 'path.down',
    title: 'To the files found',
    hint: 'pick',
    keys: ['down'],
    where: ['path_field'],
    run: ({ dispatch }) => dispatch({ type: 'completion_stepped', step: 1 }),
  },
  {
    id: 'path.up',
    title: 'Back up the files found',
    keys: ['up'],
    where: ['path_field'],
    run: ({ dispatch }) => dispatch({ type: 'completion_stepped', step: -1 }),
  },
  {
    id: 'path.leave',
    title: 'Leave the text field',
    hint: 'leave the field',
    keys: ['escape'],
    where: ['path_field'],
    run: ({ dispatch }) => dispatch({ type: 'path_left' }),
  },
  {
    id: 'genome.next',
    title: 'Take this sample and choose scores',
    hint: 'choose scores',
    keys: ['return', ']'],
    where: ['genome'],
    whenDisabled: ({ compute }) =>
      compute.genome.inspection.status === 'ready' ? null : 'Choose a genome first, with e.',
    run({ state, dispatch }) {
      const { inspection, samples } = state.compute.genome;
      if (inspection.status !== 'ready') return;
      dispatch({ type: 'sample_chosen', sample: inspection.found.samples[samples.cursor] });
      dispatch({ type: 'step_chosen', step: 'scores' });
    },
  },
  {
    id: 'genome.edit',
    title: 'Choose another genome',
    hint: 'another genome',
    keys: ['e'],
    where: ['genome'],
    run({ state, effects, dispatch }) {
      dispatch({ type: 'path_opened' });
      effects.completePath(state.compute.genome.field.text);
    },
  },
  {
    id: 'genome.normalize',
    title: 'Normalise: write the genome as Parquet, which scores faster from then on',
    hint: 'normalise',
    keys: ['n'],
    where: ['genome'],
    whenDisabled: ({ compute }) => findNormalizeProblem(compute),
    cli: normalizeLine,
    run: ({ effects }) => effects.normalize(),
  },
  {
    id: 'genome.records',
    title: 'Look at the records of the normalised genome, all of them, as a table',
    hint: 'view records',
    keys: ['v'],
    where: ['genome'],
    whenDisabled({ compute: { genome } }) {
      if (genome.inspection.status !== 'ready') return 'Choose a genome first, with e.';
      return normalizedPath(genome) === null ? 'The table shows the normalised genome: n normalises it first.' : null;
    },
    run({ state, dispatch }) {
      const path = normalizedPath(state.compute.genome);
      if (path !== null) dispatch({ type: 'records_opened', path });
    },
  },
  {
    id: 'records.goTo',
    title: 'Go to a row by its number, or to a locus such as 2:227767102',
    hint: 'go to row or locus',
    keys: ['#', '/'],
    where: ['records'],
    run: ({ dispatch }) => dispatch({ type: 'records_field_opened' }),
  },
  {
    id: 'records.take',
    title: 'Go to the row or locus',
    hint: 'go there',
    keys: ['return'],
    where: ['records_field'],
    whenDisabled: ({ compute: { genome } }) =>
      genome.records !== null && destinationOf(genome.records) === null
        ? 'Type the number of a row, or chromosome:position, such as 2:227767102.'
        : null,
    run({ state, effects, dispatch }) {
      const { records } = state.compute.genome;
      const destination = records === null ? null : destinationOf(records);
      if (records === null || destination === null) return;
      if (destination.kind === 'row') dispatch({ type: 'record_placed', row: destination.row });
      else effects.findLocus({ path: records.path, chrom: destination.chrom, pos: destination.pos });
    },
  },
  {
    id: 'records.leaveField',
    title: 'Stay where you are',
    hint: 'stay here',
    keys: ['escape'],
    where: ['records_field'],
    run: ({ dispatch }) => dispatch({ type: 'records_field_left' }),
  },
  {
    id: 'records.close',
    title: 'Back to the genome',
    hint: 'back',
    keys: ['escape', 'backspace', 'v'],
    where: ['records'],
    run: ({ dispatch }) => dispatch({ type: 'records_closed' }),
  },
  {
    id: 'genome.settings',
    title: 'Filters, sex, reference population and reference genome, until you quit',
    hint: 'filters',
    keys: ['f'],
    where: ['genome'],
    whenDisabled: (state) => (isWorking(state) ? 'Work is running with these settings: wait, or cancel it.' : null),
    run: ({ state, dispatch }) =>
      dispatch({ type: 'form_opened', plan: SETTINGS_FORM, values: settingsValues(state.settings) }),
  },
  {
    id: 'genome.build',
    title: 'Choose the genome build: detected, GRCh37, GRCh38',
    hint: 'build',
    keys: ['b'],
    where: ['genome', 'scores', 'results'],
    run({ state, dispatch }) {
      const choices = [null, ...GENOME_BUILDS];
      const next = (choices.indexOf(state.compute.genome.build) + 1) % choices.length;
      dispatch({ type: 'build_chosen', build: choices[next] });
    },
  },
  {
    id: 'genome.force',
    title: 'Score on the chosen build although the file names another',
    keys: ['F'],
    where: ['genome', 'scores'],
    whenDisabled: ({ compute: { genome } }) =>
      genome.build !== null && isMismatch(genome, genome.build) ? null : 'There is nothing to force: the builds agree.',
    run: ({ dispatch }) => dispatch({ type: 'build_forced' }),
  },
  {
    id: 'genome.cancel',
    title: 'Cancel normalising',
    keys: ['escape'],
    where: ['genome'],
    run: ({ effects }) => effects.cancel(),
  },
];

const destinationOf = (records: RecordsState): Destination | null =>
  readDestination(records.typing?.text ?? '', totalRecords(records));

/** What enter would open: the completion under the cursor, or what was typed. */
function chosenPath({ genome }: AppState['compute']): string {
  return genome.completions[genome.choice] ?? genome.field.text.trim();
}

function findNormalizeProblem({ genome, results }: AppState['compute']): string | null {
  if (genome.inspection.status !== 'ready') return 'Choose a genome first.';
  if (genome.inspection.found.kind === 'parquet') return 'This file is normalised already.';
  if (genome.normalization.status === 'running') return 'Normalising already: esc cancels.';
  if (results.run?.status === 'running') return 'Computing: wait, or cancel it first.';
  return genome.sample === null ? findGenomeProblem(genome) : null;
}
