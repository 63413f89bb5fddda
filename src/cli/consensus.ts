/** What several scores of a trait say together, as text. */
import { formatDelimited, type TraitConsensus } from '../core/index.ts';
import { type Format, renderTable } from './formats.ts';

/** The consensus of each trait in the format asked for. */
export async function formatConsensus(traits: readonly TraitConsensus[], format: Format): Promise<string> {
  switch (format) {
    case 'json':
      return `${JSON.stringify(traits, null, 2)}\n`;
    case 'ndjson':
      return traits.map((trait) => `${JSON.stringify(trait)}\n`).join('');
    case 'table':
      return renderTable(HEAD, traits.map(wordTrait));
    default:
      return formatDelimited(COLUMNS, traits.map(flattenTrait), format);
  }
}

const HEAD = [
  'Trait',
  'EFO ID',
  'Signal',
  'Median Pctl.',
  'Pctl. Range',
  'Median z',
  'Agreement',
  'Reliability',
  'Models',
  'Usable',
  'Votes',
  'Outliers',
];

const COLUMNS: readonly (keyof ReturnType<typeof flattenTrait>)[] = [
  'trait',
  'trait_efo_id',
  'signal',
  'percentile_median',
  'percentile_lowest',
  'percentile_highest',
  'percentile_spread',
  'percentile_sd',
  'z_median',
  'agreement',
  'reliability',
  'models',
  'usable',
  'votes',
  'shared_votes',
  'outlier_ids',
  'pgs_ids',
];

const fixed = (value: number | null, decimals: number): string => (value === null ? '–' : value.toFixed(decimals));

const wordTrait = (trait: TraitConsensus): string[] => [
  trait.trait,
  trait.trait_efo_id ?? '–',
  trait.signal,
  fixed(trait.percentile_median, 1),
  trait.votes === 0 ? '–' : `${fixed(trait.percentile_lowest, 1)}–${fixed(trait.percentile_highest, 1)}`,
  fixed(trait.z_median, 2),
  trait.agreement,
  trait.reliability,
  String(trait.models),
  String(trait.usable),
  String(trait.votes),
  trait.outlier_ids.length === 0 ? '–' : trait.outlier_ids.join(' '),
];

/** `shared_votes` are the scores that had one vote together: `PGS000004+PGS000005`. */
const flattenTrait = ({ voices, outlier_ids, pgs_ids, ...rest }: TraitConsensus) => ({
  ...rest,
  shared_votes: voices
    .filter(({ shared_because }) => shared_because !== null)
    .map((voice) => voice.pgs_ids.join('+'))
    .join(' '),
  outlier_ids: outlier_ids.join(' '),
  pgs_ids: pgs_ids.join(' '),
});

/** How the usable scores came to fewer votes, a sentence for each trait where they did. */
export const explainVotes = (traits: readonly TraitConsensus[]): readonly string[] =>
  traits.flatMap(({ trait, voices }) =>
    voices
      .filter(({ shared_because }) => shared_because !== null)
      .map(({ pgs_ids, shared_because }) => `${trait}: ${pgs_ids.join(', ')} share one vote (same ${shared_because}).`),
  );
