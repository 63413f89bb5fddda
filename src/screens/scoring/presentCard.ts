import { type Line, presentCount, presentNumber, presentPercent } from '../present.ts';
import type { OpenedScore } from './state.ts';
import type { WeightSummary } from './weights.ts';

export type ReadyScore = Extract<OpenedScore, { readonly status: 'ready' }>;

/** What the header of the file says, in the few lines everyone looks for. */
export function presentCard({ header, view, name, isWhole }: ReadyScore, isMarked: boolean): readonly Line[] {
  const said = (key: string): string => header[key] ?? 'not stated';
  const count = `${presentCount(view.table.total)} variants${isWhole ? '' : ' so far'}`;
  const title = [header.pgs_id ?? name, header.pgs_name, header.trait_reported].filter(Boolean).join('  ');
  // Files of older releases have no licence in them; the catalogue has one for each score.
  const licence = header.license ?? (header.pgs_id === undefined ? 'not stated' : 'not in the file; Metadata has it');
  return [
    { text: `${title}${isMarked ? '  [marked for computing]' : ''}`, tone: 'strong' },
    {
      text: `Build ${header.HmPOS_build ?? said('genome_build')}   Weights ${said('weight_type')}   ${count}`,
      tone: 'plain',
    },
    { text: `Citation  ${said('citation')}`, tone: 'plain' },
    { text: `Licence   ${licence}`, tone: 'dim' },
  ];
}

/** All weights on one line of 80 columns. */
export function presentWeightLine(
  { rows, min, median, max, palindromic_mass, with_frequency }: WeightSummary,
  total: number,
): string {
  if (min === null || median === null || max === null) return 'Values    no weights that are numbers';
  const range = `${presentNumber(min)} to ${presentNumber(max)}, median ${presentNumber(median)}`;
  if (rows < total) return `Values    of the first ${presentCount(rows)}: ${range}; i reads all`;
  const pairs = `A/T C/G ${presentPercent(palindromic_mass)} of |w|`;
  return `Values    ${range}; ${pairs}; with freq. ${presentPercent(with_frequency)}`;
}
