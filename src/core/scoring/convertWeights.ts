/** Files of weights by other programs, turned into scoring files in the format of the PGS Catalog. */
import { errors } from '../errors.ts';
import { chromosomeCode } from '../genotype/chromosome.ts';
import { CHROMOSOME_LENGTHS, CHROMOSOMES } from '../model/genome.ts';
import type { ConvertWeightsReport, ConvertWeightsRequest, WeightColumn } from '../model/score.ts';
import {
  fieldSplitter,
  isNumber,
  parseVariantId,
  placeColumns,
  placeNamed,
  type WeightPlaces,
} from './weightLayout.ts';

type Request = Omit<ConvertWeightsRequest, 'output'>;

/**
 * The scoring file as text. Weights are taken as they stand; odds ratios by their natural logarithm. Throws `bad_weights`
 * with the line for the first row that cannot be mapped: none is left out or guessed.
 */
export function convertWeights(
  text: string,
  request: Request,
): { readonly text: string; readonly report: Omit<ConvertWeightsReport, 'output'> } {
  const { input, layout, columns, build, name } = request;
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const firstLine = lines[0] ?? '';
  const split = fieldSplitter(firstLine);
  const first = split(firstLine);
  const found = columns === undefined ? placeColumns(first, layout, input) : placeNamed(first, columns, input);
  const optionalColumns = (['rsID', 'allelefrequency_effect'] as const).filter(
    (column) => found.places[column] !== undefined,
  );
  const rows: string[] = [];
  for (let i = found.hasHeader ? 1 : 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    if (line.trim() === '') continue;
    const fields = split(line);
    const row = readRow(fields, { found, build, input, line: i + 1, width: first.length });
    rows.push([...row, ...optionalColumns.map((column) => fields[found.places[column] ?? -1] ?? '')].join('\t'));
  }
  if (rows.length === 0)
    throw errors.badWeights(input, lines.length, 'there are no weights', 'Check that it is the right file.');
  const isRatio = found.places.odds_ratio !== undefined;
  const head = [
    '###PGS CATALOG SCORING FILE - see https://www.pgscatalog.org/downloads/#dl_ftp_scoring for additional information',
    '#format_version=2.0',
    `#pgs_name=${name.replace(/\p{Cc}/gu, ' ')}`,
    `#genome_build=${build}`,
    `#variants_number=${rows.length}`,
    `#weight_type=${isRatio ? 'log(OR)' : 'beta'}`,
    ['chr_name', 'chr_position', 'effect_allele', 'other_allele', 'effect_weight', ...optionalColumns].join('\t'),
  ];
  return {
    text: `${[...head, ...rows].join('\n')}\n`,
    report: {
      layout: found.layout,
      rows: rows.length,
      mapping: describeMapping(found, first),
      warnings: found.warnings,
    },
  };
}

interface RowContext {
  readonly found: WeightPlaces;
  readonly build: Request['build'];
  readonly input: string;
  readonly line: number;
  /** Fields of the first line. */
  readonly width: number;
}

/** Chromosome, position, effect allele, other allele, weight. */
function readRow(fields: readonly string[], context: RowContext): readonly string[] {
  const { found, build, input, line, width } = context;
  const refuse = (what: string, hint: string) => errors.badWeights(input, line, what, hint);
  if (fields.length !== width)
    throw refuse(`the line has ${fields.length} fields, and the first has ${width}`, 'Check that the file is whole.');
  const field = (column: WeightColumn): string => fields[found.places[column] ?? -1] ?? '';
  const effect = field('effect_allele').toUpperCase();
  const [chromosome, position, ...alleles] = locate(fields, context);
  const code = chromosomeCode(chromosome);
  const length = code === -1 ? undefined : CHROMOSOME_LENGTHS[build][code];
  if (length === undefined)
    throw refuse(
      `"${chromosome}" is no chromosome that is scored`,
      `Chromosomes are ${CHROMOSOMES.join(', ')}; leave out the row.`,
    );
  const place = isNumber(position) ? Number(position) : Number.NaN;
  if (!Number.isInteger(place) || place < 1)
    throw refuse(`"${position}" is no position`, 'A position is a whole number of 1 or more.');
  if (place > length)
    throw refuse(
      `position ${place} is past the end of chromosome ${CHROMOSOMES[code]} on ${build}`,
      'Check the build: another is given with --build.',
    );
  const other = (alleles.length === 2 ? otherOf(alleles, effect) : field('other_allele').toUpperCase()) ?? null;
  if (!/^[ACGT]+$/.test(effect))
    throw refuse(
      `"${effect}" is no allele of bases`,
      'Only alleles of A, C, G and T can be scored; leave out the row.',
    );
  if (other === null)
    throw refuse(
      `${effect} is none of the alleles of ${fields[found.id ?? 0]}`,
      'The effect allele must be one of the two in the id.',
    );
  if (other !== '' && !/^[ACGT]+$/.test(other))
    throw refuse(`"${other}" is no allele of bases`, 'Only alleles of A, C, G and T can be scored; leave out the row.');
  if (other === effect) throw refuse(`both alleles are ${effect}`, 'Effect allele and other allele must differ.');
  return [CHROMOSOMES[code] ?? '', String(place), effect, other, weightOf(field, refuse)];
}

/** Chromosome and position, and the two alleles where the variant's id has them. */
function locate(fields: readonly string[], { found, input, line }: RowContext): readonly [string, string, ...string[]] {
  const { chr_name, chr_position } = found.places;
  if (found.id === undefined) return [fields[chr_name ?? -1] ?? '', fields[chr_position ?? -1] ?? ''];
  const id = fields[found.id] ?? '';
  const parsed = parseVariantId(id);
  if (parsed === null)
    throw errors.badWeights(
      input,
      line,
      `the id "${id}" does not say chromosome and position, and a plink score file has no others`,
      'Write ids as chromosome:position:allele:allele, or add columns for them and use --columns.',
    );
  return parsed;
}

function otherOf(alleles: readonly string[], effect: string): string | null {
  const [a, b] = alleles.map((allele) => allele.toUpperCase());
  return a === effect ? (b ?? null) : b === effect ? (a ?? null) : null;
}

function weightOf(field: (column: WeightColumn) => string, refuse: (what: string, hint: string) => Error): string {
  const weight = field('effect_weight');
  if (weight !== '') {
    if (!isNumber(weight)) throw refuse(`the weight "${weight}" is no number`, 'Leave out rows without a weight.');
    return weight;
  }
  const ratio = isNumber(field('odds_ratio')) ? Number(field('odds_ratio')) : 0;
  if (ratio <= 0)
    throw refuse(
      `"${field('odds_ratio')}" is neither a weight nor an odds ratio above 0`,
      'Leave out rows without a weight.',
    );
  return String(Math.log(ratio));
}

function describeMapping({ places, id, hasHeader }: WeightPlaces, first: readonly string[]): readonly string[] {
  const nameOf = (place: number): string => (hasHeader ? (first[place] ?? '') : `column ${place + 1}`);
  return [
    ...(id === undefined ? [] : [`locus and alleles from ${nameOf(id)}`]),
    ...Object.entries(places).map(
      ([column, place]) =>
        `${column === 'odds_ratio' ? 'effect_weight from the logarithm of' : `${column} from`} ${nameOf(place)}`,
    ),
  ];
}
