/** A methods section to paste into a manuscript, and what it cannot say. */
import { CATALOG_CITATION } from '../../core/index.ts';
import { definePlugin, type ResultRow } from '../api.ts';
import { allRows } from './batches.ts';
import { checkReporting } from './checklist.ts';
import { escapeMarkdown } from './markdown.ts';
import {
  ASSUMPTIONS,
  count,
  countParts,
  describeInput,
  describePolicies,
  figure,
  isNearlyWhole,
  percent,
  placedBy,
  plural,
  sourceOf,
} from './words.ts';

export const methods = definePlugin({
  name: 'methods',
  apiVersion: 1,
  description: 'Methods section with the reporting items of PRS-RS (Wand et al. 2021), filled or marked missing',
  exporters: [
    {
      id: 'methods',
      title: 'Methods section (PRS-RS)',
      extension: '.md',
      async *export(batches, context) {
        yield describeMethods(await allRows(batches, context));
      },
    },
  ],
});

function describeMethods(rows: readonly ResultRow[]): string {
  const lines = [
    '# Methods',
    '',
    ...(rows.some(({ synthetic }) => synthetic)
      ? ['**Synthetic demo data: generated, not a person. The numbers mean nothing.**', '']
      : []),
    ...groupBySetting(rows).flatMap((group) => [describeSetting(group), '']),
    '## Scores',
    '',
    ...rows.map((row) => `- ${describeScore(row)}`),
    '',
    ...describeAssumptions(rows),
    '## Reporting standards',
    '',
    'Items of the Polygenic Risk Score Reporting Standards (Wand et al. 2021, doi:10.1038/s41586-021-03243-6). "Missing" is for the author to add.',
    '',
    '| Item | Reported here | Missing |',
    '| --- | --- | --- |',
    ...checkReporting(rows).map(
      ({ item, reported, missing }) =>
        `| ${item} | ${escapeMarkdown(reported ?? '–')} | ${escapeMarkdown(missing ?? '–')} |`,
    ),
    '',
    '## Cite',
    '',
    ...citationsOf(rows).map((citation) => `- ${escapeMarkdown(citation)}`),
    '',
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** What one paragraph can say of several scores. */
const settingOf = (row: ResultRow): string =>
  JSON.stringify([
    row.provenance.tool_version,
    row.genome_build,
    row.provenance.genome_build_evidence,
    row.genotype_input_mode,
    row.input_mode_cue,
    row.policies,
    row.provenance.reference_alleles,
    row.provenance.catalog_release,
  ]);

function groupBySetting(rows: readonly ResultRow[]): readonly (readonly ResultRow[])[] {
  const groups = new Map<string, ResultRow[]>();
  for (const row of rows) {
    const key = settingOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()];
}

function describeSetting(rows: readonly ResultRow[]): string {
  const [row] = rows as readonly [ResultRow, ...ResultRow[]];
  const { provenance } = row;
  const people = new Set(rows.map(({ sample, provenance: { genotypes_file } }) => `${genotypes_file}\0${sample}`)).size;
  const mismatches = rows.filter(({ build_mismatch }) => build_mismatch).length;
  return escapeMarkdown(
    [
      `${plural(new Set(rows.map(({ pgs_id }) => pgs_id)).size, 'polygenic score was', 'polygenic scores were')} computed for ${plural(people, 'sample', 'samples')} with just-prs-tui ${provenance.tool_version} on genome build ${row.genome_build} (build of the genotypes told by: ${provenance.genome_build_evidence}).`,
      ...(mismatches === 0
        ? []
        : [`The genotypes of ${plural(mismatches, 'result', 'results')} are of another build, so they mean nothing.`]),
      `Genotypes were read from ${describeInput(row)} (${row.input_mode_cue}).`,
      provenance.reference_alleles === null
        ? 'No reference genome was used.'
        : `Reference alleles came from ${provenance.reference_alleles}.`,
      'Each score is the sum of effect weight × dosage of the effect allele over the rows of its scoring file that could be counted; both alleles of a row had to fit the record.',
      `${capitalise(describePolicies(row).join('; '))}.`,
      provenance.catalog_release === null
        ? 'No catalogue was at hand.'
        : `What is published about the scores was taken from the PGS Catalog, newest release ${provenance.catalog_release}.`,
      'No covariates were used, no ancestry was estimated, and no absolute risk was computed.',
    ].join(' '),
  );
}

function describeScore(row: ResultRow): string {
  const { evidence, provenance } = row;
  const parts = countParts(row);
  const trait = [row.trait_reported ?? 'trait not stated', row.trait_efo_id].filter((text) => text !== null).join('; ');
  const checksum =
    provenance.scoring_file_sha256 === null ? '' : ` (scoring file SHA-256 ${provenance.scoring_file_sha256})`;
  const sentences = [
    `${row.pgs_id} (${trait})${checksum}: ${count(row.variants_matched)} of ${plural(row.variants_total, 'variant', 'variants')} counted (${percent(row.match_rate)}${row.weight_mass_coverage === null ? '' : `; ${percent(row.weight_mass_coverage)} of the summed absolute weight`}), of which ${count(parts.observed)} observed, ${count(parts.restored)} restored as the reference and ${count(parts.filled)} filled in from allele frequencies.`,
    `Strand of the scoring file: ${row.strand} (${count(row.strand_flipped)} of ${count(row.strand_forward + row.strand_flipped)} SNVs that fit one strand only, as their complement).`,
    ...describePercentile(row),
    evidence?.ppm_id == null
      ? 'No published evaluation is known here.'
      : `Evaluation: ${evidence.ppm_id}, in ${evidence.n_individuals === null ? 'an unreported number of people' : plural(evidence.n_individuals, 'person', 'people')}, ancestry ${evidence.ancestry ?? 'not stated'}: ${[evidence.effect_size, evidence.classification].filter((text) => text !== '').join(', ') || 'no usable measure'}.`,
    `Licence: ${(row.license ?? 'not stated').replace(/\.+$/, '')}.`,
    `Reference: ${row.citation ?? 'not stated'}`,
  ];
  return escapeMarkdown(sentences.join(' '));
}

/** A percentile with what it is of, or why there is none. */
function describePercentile(row: ResultRow): readonly string[] {
  const { percentile, reference_mean: mean, reference_std: std } = row;
  if (percentile === null) return ['No percentile is reported.', sourceOf(row).replace(/^No percentile: /, 'Reason: ')];
  const text = percentile > 99.9 ? '> 99.9' : percentile < 0.1 ? '< 0.1' : percentile.toFixed(1);
  const part = isNearlyWhole(row) ? '' : ' of the known part of the score';
  const spread = mean === null || std === null ? '' : ` (mean ${figure(mean)}, SD ${figure(std)})`;
  return [`Percentile ${text}${part}. ${sourceOf(row).replace(/\.$/, '')}${spread}.`];
}

const METHOD_NAMES = {
  reference_panel: 'By a reference panel',
  theoretical: 'Theoretical',
  auroc_approx: 'Approximated by the AUROC',
} as const;

/** What the percentiles assume, once for each method used. */
function describeAssumptions(rows: readonly ResultRow[]): readonly string[] {
  const used = [...new Set(rows.map(placedBy))].filter((method) => method !== null);
  if (used.length === 0) return [];
  return [
    '## Percentiles',
    '',
    ...used.map((method) => `- ${METHOD_NAMES[method]}: ${ASSUMPTIONS[method]}`),
    '- A percentile ranks a score in the population it is compared with. It is not a probability of disease.',
    '',
  ];
}

const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const citationsOf = (rows: readonly ResultRow[]): readonly string[] => [
  ...new Set([...rows.flatMap(({ citation }) => (citation === null ? [] : [citation])), CATALOG_CITATION]),
];
