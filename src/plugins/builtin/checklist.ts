/**
 * The items of the Polygenic Risk Score Reporting Standards (Wand et al. 2021, Nature 591, doi:10.1038/s41586-021-03243-6), and
 * what results can say of each. What they cannot say is missing, and left to the author.
 */
import type { ResultRow } from '../api.ts';
import { count, percent, plural } from './words.ts';

export interface ChecklistItem {
  readonly item: string;
  /** What the results tell; null when nothing. */
  readonly reported: string | null;
  /** What the author has to add; null when nothing. */
  readonly missing: string | null;
}

/** More than so many scores are in the list of scores above. */
const LISTED = 20;

/** Distinct texts in the order met, with semicolons between; null when there is none. */
function list(values: readonly (string | null | undefined)[]): string | null {
  const found = [...new Set(values.filter((value) => typeof value === 'string' && value !== ''))];
  if (found.length === 0) return null;
  const more = found.length > LISTED ? [`and ${count(found.length - LISTED)} more, as above`] : [];
  return [...found.slice(0, LISTED), ...more].join('; ');
}

export function checkReporting(rows: readonly ResultRow[]): readonly ChecklistItem[] {
  const item = (name: string, reported: string | null, missing: string | null): ChecklistItem => ({
    item: name,
    reported,
    missing,
  });
  const evaluated = rows.filter(({ evidence }) => evidence?.ppm_id != null).length;
  const ofAll = (have: number): string => `${count(have)} of ${plural(rows.length, 'score', 'scores')}`;
  return [
    item(
      'Study type',
      `Application of ${plural(rows.length, 'existing score', 'existing scores')}; nothing was fitted.`,
      null,
    ),
    item(
      'Risk model purpose and predicted outcome',
      list(rows.map(({ trait_reported }) => trait_reported)),
      'The purpose.',
    ),
    item('Study design and recruitment', null, 'How the people scored were chosen.'),
    item(
      'Participant demographic and clinical characteristics',
      list(rows.map(({ sex }) => sex && `Sex (given, or told by the calls on chromosome X): ${sex}`)),
      'Age, sex and clinical characteristics of the people scored.',
    ),
    item(
      'Ancestry',
      list([
        list(rows.map(({ ancestry }) => ancestry && `Reference population: ${ancestry}`)),
        list(rows.map(({ evidence }) => evidence?.ancestry && `Evaluated in: ${evidence.ancestry}`)),
      ]),
      'The ancestry of the people scored, and how it was determined: it was not determined here.',
    ),
    item(
      'Genetic data',
      list(rows.map((row) => `${row.genome_build}, input mode ${row.genotype_input_mode} (${row.input_mode_cue})`)),
      'Platform, calling, quality control and imputation of the genotypes, and the filters of the records read.',
    ),
    item('Non-genetic variables', 'None were used.', null),
    item('Outcome of interest', null, 'The definition of the outcome, in the publications of the scores.'),
    item(
      'Missing data',
      list(
        rows.map(
          ({ pgs_id, variants_total, variants_matched }) =>
            `${pgs_id}: ${plural(variants_total - variants_matched, 'row', 'rows')} not counted`,
        ),
      ),
      null,
    ),
    item(
      'Polygenic risk score construction and estimation',
      'Weights as in the scoring files; see the text above.',
      'How the weights were derived, in the publications of the scores.',
    ),
    item('Risk model type', 'The score alone; no risk model.', null),
    item('Integrated risk model(s) description and fitting', 'None.', null),
    item(
      'PRS distribution',
      list(rows.map((row) => (row.percentile === null ? null : `${row.pgs_id}: ${row.percentile_method}`))),
      rows.some(({ percentile }) => percentile === null) ? 'For the scores without a percentile.' : null,
    ),
    item(
      'Risk model predictive ability',
      list(rows.map(({ pgs_id, evidence }) => evidence?.effect_size && `${pgs_id}: ${evidence.effect_size}`)),
      'The unit of each effect size, and its covariates, in the evaluation named.',
    ),
    item(
      'Risk model discrimination',
      list(rows.map(({ pgs_id, evidence }) => evidence?.classification && `${pgs_id}: ${evidence.classification}`)),
      'Whether covariates such as age and sex were part of the model whose discrimination is given.',
    ),
    item('Risk model calibration', null, 'Calibration of a risk model; none was made here.'),
    item('Subgroup analyses', null, 'Any analysis of subgroups.'),
    item('Risk model interpretation', 'A score ranks people of one population; no absolute risk was computed.', null),
    item(
      'Limitations',
      list(
        rows.map(
          ({ pgs_id, coverage_grade, weight_mass_coverage }) =>
            `${pgs_id}: coverage ${coverage_grade}${weight_mass_coverage === null ? '' : `, ${percent(weight_mass_coverage)} of the weight`}`,
        ),
      ),
      'Limitations of the study.',
    ),
    item(
      'Generalizability',
      `Published evaluations known here: ${ofAll(evaluated)}.`,
      'To whom the conclusions apply.',
    ),
    item('Risk model intended uses', 'Research use only; not a diagnosis.', null),
    item(
      'Data transparency and availability',
      list(rows.map(({ license }) => `Licence: ${license ?? 'not stated'}`)),
      'Where genotypes and results can be had, and who approved their use.',
    ),
  ];
}
