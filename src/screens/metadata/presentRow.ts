import {
  type Evaluation,
  METRIC_NAMES,
  type MetricName,
  type Publication,
  type ScoreDetail,
} from '../../core/index.ts';
import { type Fact, type Line, plural, presentCount, presentFacts, presentFailure } from '../present.ts';
import { fitText, wrapText } from '../text.ts';
import { findLinks, openCells, scoreOfRow } from './links.ts';
import type { DetailState, MetadataState } from './state.ts';

const BLANK: Line = { text: '', tone: 'plain' };
const title = (text: string): Line => ({ text, tone: 'accent' });

/** The open row in full: where it leads, its fields, and what else is known of its score. */
export function presentOpenRow(state: MetadataState, width: number): readonly Line[] {
  const pgs_id = scoreOfRow(state);
  const facts = [...(openCells(state) ?? [])];
  return [
    ...presentLinks(state, width),
    title('Fields'),
    ...(facts.length === 0 ? [{ text: 'Every field is empty.', tone: 'dim' } as const] : presentFacts(facts, width)),
    ...(pgs_id === null ? [] : presentDetail(pgs_id, state.details[pgs_id], width)),
  ];
}

function presentLinks(state: MetadataState, width: number): readonly Line[] {
  const links = findLinks(state);
  if (links.length === 0) return [];
  return [
    title('Leads to (left and right choose, enter goes there; addresses are copied)'),
    ...links.map(
      ({ label }, index): Line => ({
        text: fitText(`${index === state.link ? '> ' : '  '}${label}`, width).trimEnd(),
        tone: index === state.link ? 'strong' : 'plain',
      }),
    ),
    BLANK,
  ];
}

function presentDetail(pgs_id: string, state: DetailState | undefined, width: number): readonly Line[] {
  switch (state?.status) {
    case undefined:
    case 'loading':
      return [BLANK, { text: `Reading what is known of ${pgs_id} ...`, tone: 'dim' }];
    case 'unknown':
      return [BLANK, { text: `The catalogue here has no row for ${pgs_id}.`, tone: 'warn' }];
    case 'failed':
      return [BLANK, ...presentFailure(state.error, width)];
    case 'ready':
      return presentScore(state.detail, width);
  }
}

function presentScore(detail: ScoreDetail, width: number): readonly Line[] {
  const { score, performance, publications, evidence, effect_size, classification } = detail;
  const best = [effect_size, classification].filter((text) => text !== '').join(', ');
  return [
    BLANK,
    title(`${score.pgs_id}: ${score.trait_reported ?? 'trait not stated'}`),
    ...presentFacts(
      [
        ['Evidence', `${evidence.grade}, ${evidence.quality_score} of 100 (about the model)`],
        ...(best === '' ? [] : [['Best evaluation', best] as const]),
        ['Terms of use', score.license ?? 'not stated'],
        ['Cite', detail.citation ?? 'The publication is not in the catalogue.'],
      ],
      width,
    ),
    ...evidence.reasons.flatMap(({ sentence }) => wrapped(`- ${sentence}`, width)),
    BLANK,
    title(plural(detail.traits.length, 'trait')),
    ...presentFacts(
      detail.traits.map((trait): Fact => {
        const shared = `${trait.label ?? '-'} (${plural(trait.pgs_ids.length, 'score')})`;
        return [trait.efo_id, [shared, trait.description, trait.url].filter(Boolean).join('  ')];
      }),
      width,
    ),
    BLANK,
    title(plural(publications.length, 'publication')),
    ...presentFacts(publications.map(publicationFact), width),
    BLANK,
    title('Development samples'),
    ...presentDevelopment(detail, width),
    BLANK,
    title(`${plural(performance.length, 'evaluation')}${performance.length > 1 ? ', the best first' : ''}`),
    ...presentEvaluations(performance, width),
  ];
}

const wrapped = (text: string, width: number): readonly Line[] =>
  wrapText(text, width).map((line) => ({ text: line, tone: 'plain' }));

function publicationFact({ pgp_id, first_author, title, journal, date_publication, doi, pmid }: Publication): Fact {
  const said = `${first_author ?? '-'} et al. ${title ?? ''} ${journal ?? ''} (${date_publication ?? '-'})`;
  const links = [
    doi === null ? '' : `https://doi.org/${doi}`,
    pmid === null ? '' : `https://pubmed.ncbi.nlm.nih.gov/${pmid}/`,
  ];
  return [pgp_id, [said, ...links].filter((text) => text !== '').join('  ')];
}

function presentDevelopment({ development }: ScoreDetail, width: number): readonly Line[] {
  if (development === null) return [{ text: 'not in the catalogue here', tone: 'dim' }];
  const shares = Object.entries(JSON.parse(development.dev_ancestry_distribution ?? '{}') as Record<string, number>);
  return presentFacts(
    [
      ['Ancestry', shares.map(([label, share]) => `${label} ${(share * 100).toFixed(1)}%`).join(', ') || '-'],
      ['GWAS', stage(development.dev_gwas_sample_size, development.gwas_ancestry_broad)],
      ['Training', stage(development.dev_training_sample_size, development.training_ancestry_broad)],
    ],
    width,
  );
}

const stage = (people: number, ancestry: string | null): string =>
  people === 0 ? 'none stated' : `${presentCount(people)} people, mostly ${ancestry ?? 'of unknown ancestry'}`;

const METRIC_LABELS: Readonly<Record<MetricName, string>> = {
  or: 'OR',
  hr: 'HR',
  beta: 'Beta',
  auroc: 'AUROC',
  cindex: 'C-index',
};

/** Columns of the evaluations; the last one takes what is left. */
const EVALUATION_WIDTHS = [9, 7, 9, 19, 9, 9];

/** A line for each metric, so that numbers of one kind stand below each other. */
function presentEvaluations(evaluations: readonly Evaluation[], width: number): readonly Line[] {
  if (evaluations.length === 0) return [{ text: 'none in the catalogue here', tone: 'dim' }];
  const row = (cells: readonly string[]): string => {
    const fixed = EVALUATION_WIDTHS.map((space, i) =>
      fitText(cells[i], space, i === 2 || i === 4 || i === 5 ? 'right' : 'left'),
    ).join(' ');
    return fitText(`${fixed} ${cells[EVALUATION_WIDTHS.length] ?? ''}`, width).trimEnd();
  };
  return [
    { text: row(['Id', 'Metric', 'Estimate', '95 % CI', 'People', 'Cases', 'Ancestry']), tone: 'strong' },
    ...evaluations.flatMap((evaluation) =>
      evaluationRows(evaluation).map((cells): Line => ({ text: row(cells), tone: 'plain' })),
    ),
  ];
}

function evaluationRows(evaluation: Evaluation): readonly (readonly string[])[] {
  const { ppm_id, n_individuals, n_cases, ancestry_broad, other_metrics, covariates } = evaluation;
  const count = (value: number | null): string => (value === null ? '-' : presentCount(value));
  const metrics = METRIC_NAMES.flatMap((name) => {
    const estimate = evaluation[`${name}_estimate`];
    if (estimate === null) return [];
    const [lower, upper, se] = [
      evaluation[`${name}_ci_lower`],
      evaluation[`${name}_ci_upper`],
      evaluation[`${name}_se`],
    ];
    const spread = lower !== null && upper !== null ? `[${lower}, ${upper}]` : se === null ? '-' : `SE ${se}`;
    return [[METRIC_LABELS[name], String(estimate), spread]];
  });
  const shown = metrics.length === 0 ? [['other', '-', '-']] : metrics;
  const said = [ancestry_broad ?? 'not stated', other_metrics, covariates === null ? null : `with ${covariates}`];
  return shown.map((metric, index) =>
    index === 0
      ? [ppm_id, ...metric, count(n_individuals), count(n_cases), said.filter(Boolean).join('; ')]
      : ['', ...metric, '', '', ''],
  );
}
