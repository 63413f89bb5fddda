/** One score of one sample: where it lies, how much of it is known, what is published about it, and what to beware of. */
import { ROW_STATES } from '../../../core/index.ts';
import type { ResultRow } from '../../api.ts';
import { caveatsOf, comparedWith, count, figure, fileName, methodOf, plural, standingOf } from '../words.ts';
import { surenessOf } from './band.ts';
import { drawBell, drawCoverage } from './charts.ts';
import { bullets, facts, html, type Markup } from './markup.ts';

export interface CardPlace {
  readonly id: string;
  /** Whose score it is, where a report is of several samples. */
  readonly sample: string | null;
  readonly showFiles: boolean;
}

export function scoreCard(row: ResultRow, { id, sample, showFiles }: CardPlace): Markup {
  return html`<article id="${id}" aria-labelledby="${id}-h">
<h3 id="${id}-h">${row.pgs_id}${sample === null ? '' : `, sample ${sample}`}</h3>
<p class="trait">${row.trait_reported ?? 'Trait not stated'}${row.trait_efo_id === null ? '' : ` (${row.trait_efo_id.replaceAll('|', ', ')})`}</p>
${standing(row, id)}
<h4>How much of the score is known for this sample</h4>
${drawCoverage(row, `${id}-c`)}
<p class="quiet">Rows of the scoring file by what became of them: ${describeStates(row)}.</p>
<div class="grades">
<div><h4>Coverage: about this sample, not the model</h4><p class="grade">Grade ${row.coverage_grade} (A best, F worst)</p>${bullets(row.coverage_reasons.map(({ sentence }) => sentence))}</div>
<div><h4>Evidence: about the model, not this sample</h4>${evidence(row)}</div>
</div>
<h4>Before you rely on it</h4>
${bullets(caveatsOf(row))}
<h4>Source</h4>
${source(row, showFiles)}
</article>
`;
}

/** The percentile with its curve, or why there is none. */
function standing(row: ResultRow, id: string): Markup {
  const { percentile, percentile_empirical: empirical, percentile_empirical_source: where } = row;
  const numbers = facts([
    ['Score', `${figure(row.score)} (in the unit of the weights; means nothing without a population)`],
    [
      'Complete score',
      row.score_from_anchor === null
        ? null
        : `${figure(row.score_from_anchor)} (with the constant of the loci not listed)`,
    ],
    [
      'Population',
      row.reference_mean === null || row.reference_std === null
        ? null
        : `mean ${figure(row.reference_mean)}, standard deviation ${figure(row.reference_std)}`,
    ],
    [
      'Empirical percentile',
      where === null
        ? null
        : empirical === null
          ? where
          : `${empirical.toFixed(1)} (${where}; no normal distribution assumed)`,
    ],
  ]);
  if (percentile === null)
    return html`<p class="standing">No percentile</p>
<p>${methodOf(row)}</p>${numbers}`;
  const sureness = row.percentile_method === 'auroc_approx' ? null : surenessOf(row);
  return html`<p class="standing">${sentenceCase(standingOf(row) ?? '')}</p>
<p>Compared with ${comparedWith(row) ?? 'a population that is not named'}.</p>
${
  row.percentile_method === 'auroc_approx'
    ? html`<p>No curve is drawn, because the population is not known.</p>`
    : html`<figure>${drawBell(row, sureness?.band ?? null, `${id}-b`)}<figcaption>Drawn as a normal distribution; the shaded part is those with a lower score. ${sureness?.sentence ?? ''}</figcaption></figure>`
}
<p>${methodOf(row)}</p>${numbers}`;
}

function evidence({ evidence }: ResultRow): Markup {
  if (evidence === null)
    return html`<p class="grade">Not known</p><p>The catalogue that was used does not have this score.</p>`;
  return html`<p class="grade">Grade ${evidence.grade} (High, Normal, Moderate or Low)</p>${bullets(evidence.reasons.map(({ sentence }) => sentence))}${facts(
    [
      ['Evaluation', evidence.ppm_id ?? 'none published'],
      ['Evaluated in', evidence.ppm_id === null ? null : (evidence.ancestry ?? 'ancestry not stated')],
      ['People', evidence.n_individuals === null ? null : count(evidence.n_individuals)],
      [
        'Effect size',
        evidence.effect_size === '' ? null : `${evidence.effect_size} (its unit and covariates are in the evaluation)`,
      ],
      [
        'Discrimination',
        evidence.classification === ''
          ? null
          : `${evidence.classification} (may include age, sex and other covariates)`,
      ],
    ],
  )}<p class="quiet">The grade follows a fixed rule of just-prs; it was not calibrated on outcomes.</p>`;
}

function source(row: ResultRow, showFiles: boolean): Markup {
  const { provenance, strand_flipped, strand_forward } = row;
  return facts([
    ['Citation', row.citation ?? 'not stated'],
    ['Licence', row.license ?? 'not stated: ask the authors before you use it'],
    ['Scoring file', showFiles ? fileName(provenance.scoring_file) : null],
    ['SHA-256', provenance.scoring_file_sha256],
    ['Variants counted', `${count(row.variants_matched)} of ${count(row.variants_total)}`],
    [
      'Strand',
      `${row.strand} (${count(strand_flipped)} of ${plural(strand_forward + strand_flipped, 'SNV', 'SNVs')} that fit one strand only, as their complement)`,
    ],
  ]);
}

const describeStates = ({ states }: ResultRow): string =>
  ROW_STATES.filter((state) => states[state] > 0)
    .map((state) => `${state.replaceAll('_', ' ')} ${count(states[state])}`)
    .join(', ') || 'there are none';

const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
