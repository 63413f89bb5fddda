/** Files of weights by other programs: which column means what. */
import { errors } from '../errors.ts';
import type { WeightColumn, WeightLayout } from '../model/score.ts';

/** Where in a line each column stands, from 0. */
export interface WeightPlaces {
  readonly layout: Exclude<WeightLayout, 'auto'> | 'columns';
  readonly places: Readonly<Partial<Record<WeightColumn, number>>>;
  /** Place of an id `chromosome:position:allele:allele` that stands for locus and alleles. */
  readonly id?: number | undefined;
  readonly hasHeader: boolean;
  readonly warnings: readonly string[];
}

/** Tab where there is one, else comma, else runs of blanks: what the first line shows. */
export function fieldSplitter(firstLine: string): (line: string) => string[] {
  if (firstLine.includes('\t')) return (line) => line.split('\t').map((field) => field.trim());
  if (firstLine.includes(',')) return (line) => line.split(',').map(unquote);
  return (line) => line.trim().split(/\s+/).map(unquote);
}

const unquote = (field: string): string => field.trim().replace(/^"(.*)"$/, '$1');

/** A finite decimal number, as all these programs write them. */
export const isNumber = (text: string | undefined): boolean =>
  /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text ?? '') && Number.isFinite(Number(text));
const isAlleles = (text: string | undefined): boolean => /^[ACGT]+$/i.test(text ?? '');

/**
 * Finds the columns of a layout by the fields of the first line. Throws `bad_weights` when the layout needs what is not
 * there, when two columns could be the weight, or when `auto` recognises nothing.
 */
export function placeColumns(first: readonly string[], layout: WeightLayout, file: string): WeightPlaces {
  const chosen = layout === 'auto' ? recognise(first) : layout;
  if (chosen === null)
    throw errors.badWeights(
      file,
      1,
      `the columns ${show(first)} are of no layout that can be told`,
      'Say it with --layout, or name the columns: --columns chr_name=CHR,chr_position=BP,effect_allele=A1,other_allele=A2,effect_weight=BETA',
    );
  return PLACERS[chosen](first, file);
}

/** The columns that the user names. */
export function placeNamed(
  first: readonly string[],
  names: Readonly<Partial<Record<WeightColumn, string>>>,
  file: string,
): WeightPlaces {
  const places: Partial<Record<WeightColumn, number>> = {};
  for (const [column, name] of Object.entries(names) as [WeightColumn, string][]) {
    const place = first.indexOf(name);
    if (place === -1)
      throw errors.badWeights(file, 1, `there is no column "${name}"`, `The columns are ${show(first)}.`);
    places[column] = place;
  }
  const missing = (['chr_name', 'chr_position', 'effect_allele'] as const).filter((name) => places[name] === undefined);
  if (missing.length > 0 || (places.effect_weight === undefined) === (places.odds_ratio === undefined))
    throw errors.usage(
      missing.length > 0
        ? `--columns lacks ${missing.join(', ')}.`
        : '--columns needs effect_weight or odds_ratio, and not both.',
      `The columns of ${file} are ${show(first)}.`,
    );
  const warnings =
    places.other_allele === undefined
      ? ['Without other_allele, variants are matched by their effect allele alone.']
      : [];
  return { layout: 'columns', places, hasHeader: true, warnings };
}

function recognise(first: readonly string[]): Exclude<WeightLayout, 'auto'> | null {
  const names = first.map((name) => name.toLowerCase());
  const has = (...wanted: readonly string[]): boolean => wanted.every((name) => names.includes(name));
  if (has('chr', 'pos', 'a0', 'a1')) return 'ldpred2';
  if (has('chr', 'bp', 'a1', 'a2')) return 'prsice';
  if (looksLikePrsCs(first)) return 'prs-cs';
  const [id, allele] = first;
  return parseVariantId(id) !== null && isAlleles(allele) && isNumber(first[2]) ? 'plink' : null;
}

const looksLikePrsCs = ([, , position, a1, a2, weight, ...others]: readonly string[]): boolean =>
  others.length === 0 && isNumber(position) && isAlleles(a1) && isAlleles(a2) && isNumber(weight);

const PLACERS: Readonly<
  Record<Exclude<WeightLayout, 'auto'>, (first: readonly string[], file: string) => WeightPlaces>
> = {
  prsice: (first, file) => {
    const places = findAll(first, file, 'PRSice', {
      chr_name: 'CHR',
      chr_position: 'BP',
      effect_allele: 'A1',
      other_allele: 'A2',
    });
    const weights = [indexOfName(first, 'BETA'), indexOfName(first, 'OR')];
    if ((weights[0] === -1) === (weights[1] === -1))
      throw errors.badWeights(
        file,
        1,
        weights[0] === -1 ? 'there is neither BETA nor OR' : 'there are both BETA and OR',
        'Name the weight: --columns chr_name=CHR,chr_position=BP,effect_allele=A1,other_allele=A2,effect_weight=BETA',
      );
    return {
      layout: 'prsice',
      places: {
        ...places,
        ...(weights[0] === -1 ? { odds_ratio: weights[1] } : { effect_weight: weights[0] }),
        ...optional(first, 'SNP'),
      },
      hasHeader: true,
      warnings: [
        'A base file of PRSice holds all variants of a GWAS: PRSice itself scores only those left after clumping, up to a p-value. Keep those rows alone, or the score is another.',
      ],
    };
  },
  ldpred2: (first, file) => {
    const places = findAll(first, file, 'LDpred2', {
      chr_name: 'chr',
      chr_position: 'pos',
      effect_allele: 'a1',
      other_allele: 'a0',
    });
    const posterior = first.flatMap((name, place) =>
      /^(final_)?beta_(auto|inf|grid|grid_sp|lassosum2?|est)$/i.test(name) ? [place] : [],
    );
    const plain = indexOfName(first, 'beta');
    const [weight] = posterior.length > 0 ? posterior : [plain];
    if (posterior.length > 1 || weight === undefined || weight === -1)
      throw errors.badWeights(
        file,
        1,
        posterior.length > 1
          ? `any of ${posterior.map((place) => first[place]).join(', ')} could be the weight`
          : 'there is no column of weights (beta_auto, beta_inf, beta_grid, beta)',
        'Name it: --columns chr_name=chr,chr_position=pos,effect_allele=a1,other_allele=a0,effect_weight=NAME',
      );
    return {
      layout: 'ldpred2',
      places: { ...places, effect_weight: weight, ...optional(first, 'rsid') },
      hasHeader: true,
      warnings:
        posterior.length > 0
          ? []
          : [
              'The weights are the column beta, which LDpred2 uses for the effects of the GWAS, too: check that it holds adjusted effects.',
            ],
    };
  },
  'prs-cs': (first, file) => {
    const hasHeader = indexOfName(first, 'A1') !== -1;
    if (first.length !== 6 || (!hasHeader && !looksLikePrsCs(first)))
      throw errors.badWeights(
        file,
        1,
        `this is not a line of PRS-CS: ${show(first)}`,
        'A line is: chromosome, variant id, position, A1 (effect allele), A2, weight.',
      );
    return {
      layout: 'prs-cs',
      places: { chr_name: 0, rsID: 1, chr_position: 2, effect_allele: 3, other_allele: 4, effect_weight: 5 },
      hasHeader,
      warnings: [],
    };
  },
  plink: (first, file) => {
    if (first.length < 3)
      throw errors.badWeights(
        file,
        1,
        `this is not a line of plink --score: ${show(first)}`,
        'A line is: variant id, effect allele, weight.',
      );
    return {
      layout: 'plink',
      places: { effect_allele: 1, effect_weight: 2 },
      id: 0,
      hasHeader: !isNumber(first[2]),
      warnings:
        first.length > 3
          ? ['There are columns after the first weights, which are left out: a scoring file has one score.']
          : [],
    };
  },
};

/** `chr1:1000:A:G`, also with `_` or `-` between; null for an id that does not say where it is. */
export function parseVariantId(
  id: string | undefined,
): readonly [chromosome: string, position: string, ...alleles: string[]] | null {
  const [, chromosome, position, a, b] =
    /^((?:chr)?\w{1,5}?)[:_-](\d+)(?:[:_-]([ACGT]+)[:_-]([ACGT]+))?$/i.exec(id ?? '') ?? [];
  if (chromosome === undefined || position === undefined) return null;
  return a === undefined || b === undefined ? [chromosome, position] : [chromosome, position, a, b];
}

const indexOfName = (first: readonly string[], name: string): number =>
  first.findIndex((field) => field.toLowerCase() === name.toLowerCase());

function findAll<Name extends WeightColumn>(
  first: readonly string[],
  file: string,
  program: string,
  names: Readonly<Record<Name, string>>,
): Record<Name, number> {
  const missing = Object.values<string>(names).filter((name) => indexOfName(first, name) === -1);
  if (missing.length > 0)
    throw errors.badWeights(
      file,
      1,
      `${program} files have ${missing.join(', ')}, and this has ${show(first)}`,
      'Choose another --layout, or name the columns with --columns.',
    );
  return Object.fromEntries(
    Object.entries<string>(names).map(([column, name]) => [column, indexOfName(first, name)]),
  ) as Record<Name, number>;
}

const optional = (first: readonly string[], name: string): { readonly rsID?: number } => {
  const place = indexOfName(first, name);
  return place === -1 ? {} : { rsID: place };
};

const show = (fields: readonly string[]): string =>
  fields
    .slice(0, 12)
    .map((field) => field.slice(0, 24).replace(/\p{Cc}/gu, '?'))
    .join(', ');
