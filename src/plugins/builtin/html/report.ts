/** The whole report: one page that needs nothing else, neither script nor network. */
import { CATALOG_CITATION } from '../../../core/index.ts';
import type { ResultRow } from '../../api.ts';
import {
  count,
  describeInput,
  describePolicies,
  fileName,
  knownShare,
  percent,
  plural,
  RESEARCH_USE,
  standingOf,
} from '../words.ts';
import { scoreCard } from './card.ts';
import { SHARED_DRAWINGS } from './charts.ts';
import { facts, html, type Markup } from './markup.ts';
import { STYLE } from './style.ts';

export type ReportOptions = {
  /** Whether samples and files are named. */
  readonly names: 'show' | 'hide';
};

/** The page in chunks, a card at a time. */
export function* renderReport(rows: readonly ResultRow[], { names }: ReportOptions): Generator<string> {
  const showNames = names === 'show';
  const samples = distinct(rows, ({ sample }) => sample);
  yield head(showNames && samples.length === 1 ? `Polygenic scores of ${samples[0]}` : 'Polygenic scores').markup;
  yield reportHeader(rows, showNames).markup;
  yield html`<main>
<h2>Summary</h2>
${rows.length === 0 ? html`<p>No score was computed.</p>` : summary(rows)}
${rows.length === 0 ? null : html`<h2>Scores</h2>`}
`.markup;
  const numberOf = (sample: string): string => (showNames ? sample : String(samples.indexOf(sample) + 1));
  for (const [i, row] of rows.entries())
    yield scoreCard(row, {
      id: idOf(i),
      sample: samples.length > 1 ? numberOf(row.sample) : null,
      showFiles: showNames,
    }).markup;
  yield html`</main>
<footer><p>${RESEARCH_USE[0]}</p><p>Catalogue: ${CATALOG_CITATION}</p></footer>
</body></html>
`.markup;
}

const idOf = (index: number): string => `score-${index + 1}`;

/** Nothing may be fetched, whatever else went wrong. */
const head = (title: string): Markup => html`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">
<style>${{ markup: STYLE }}</style></head><body>
${SHARED_DRAWINGS}
`;

function reportHeader(rows: readonly ResultRow[], showNames: boolean): Markup {
  const mismatched = rows.filter(({ build_mismatch }) => build_mismatch).length;
  return html`<header>
<h1>Polygenic score report</h1>
<div class="notice" role="note"><p>${RESEARCH_USE[0]}</p>${RESEARCH_USE.slice(1).map((sentence) => html`<p>${sentence}</p>`)}</div>
${
  rows.some(({ synthetic }) => synthetic)
    ? html`<div class="notice" role="note"><p>Synthetic demo data: generated, not a person. The numbers mean nothing about anyone.</p></div>`
    : null
}
${
  mismatched === 0
    ? null
    : html`<div class="notice" role="note"><p>The genotypes of ${plural(mismatched, 'score', 'scores')} are of another genome build: the numbers mean nothing.</p></div>`
}
${facts([
  ['Sample', showNames ? shared(rows, ({ sample }) => sample) : null],
  ['Sex', shared(rows, ({ sex }) => sex ?? 'not given, and not told by chromosome X')],
  ['Genome build', shared(rows, (row) => `${row.genome_build} (told by: ${row.provenance.genome_build_evidence})`)],
  ['Genotypes', shared(rows, (row) => `${describeInput(row)} (${row.input_mode_cue})`)],
  [
    'Genotype file',
    showNames
      ? shared(rows, ({ provenance }) => fileName(provenance.normalized_from ?? provenance.genotypes_file))
      : null,
  ],
  ['SHA-256', showNames ? shared(rows, ({ provenance }) => provenance.genotypes_sha256) : null],
  ['Reference alleles', shared(rows, ({ provenance }) => provenance.reference_alleles ?? 'none used')],
  ['Population asked for', shared(rows, ({ population }) => population)],
  ['Policies', shared(rows, (row) => describePolicies(row).join('; '))],
  ['Catalogue', shared(rows, ({ provenance }) => provenance.catalog_release ?? 'none at hand')],
  ['Software', shared(rows, ({ provenance }) => `just-prs-tui ${provenance.tool_version}`)],
])}
</header>
`;
}

const distinct = (rows: readonly ResultRow[], tell: (row: ResultRow) => string | null): readonly string[] => [
  ...new Set(rows.map(tell).filter((text) => text !== null)),
];

/** What rows say, once; null when they say nothing. */
function shared(rows: readonly ResultRow[], tell: (row: ResultRow) => string | null): string | null {
  const found = distinct(rows, tell);
  return found.length === 0 ? null : found.join(' | ');
}

function summary(rows: readonly ResultRow[]): Markup {
  return html`<div class="scroll" role="region" aria-label="Summary of all scores" tabindex="0"><table>
<caption>${plural(rows.length, 'score', 'scores')}. Coverage is about this sample, evidence about the model; neither says anything about health.</caption>
<thead><tr><th scope="col">Score</th><th scope="col">Trait</th><th scope="col">Standing</th><th scope="col">By</th><th scope="col">Known</th><th scope="col">Coverage</th><th scope="col">Evidence</th></tr></thead>
<tbody>${rows.map(
    (row, i) =>
      html`<tr><th scope="row"><a href="#${idOf(i)}">${row.pgs_id}</a></th><td>${row.trait_reported ?? 'not stated'}</td><td>${standingOf(row) ?? 'none given'}</td><td>${methodCell(row)}</td><td>${percent(knownShare(row))}</td><td>${row.coverage_grade}</td><td>${row.evidence?.grade ?? 'not known'}</td></tr>
`,
  )}</tbody></table></div>`;
}

const methodCell = ({ percentile_method: method, ancestry, reference_n: n }: ResultRow): string => {
  if (method !== 'reference_panel') return method.replaceAll('_', ' ').replace('auroc approx', 'guess from the AUROC');
  return [`reference panel ${ancestry ?? ''}`.trim(), n === null ? null : `n = ${count(n)}`]
    .filter((text) => text !== null)
    .join(', ');
};
