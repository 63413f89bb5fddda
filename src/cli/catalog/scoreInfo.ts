import {
  CATALOG_CITATION,
  type DevelopmentAncestry,
  type Evaluation,
  EXIT,
  errors,
  METRIC_NAMES,
  type MetricName,
  type Publication,
  type ScoreInfo,
} from '../../core/index.ts';
import type { CommandContext } from '../host.ts';
import { cut, grouped, readId, toJson } from './operands.ts';

const PGS_ID = /^PGS\d{6}$/i;
/** Evaluations shown; JSON has them all. */
const SHOWN_EVALUATIONS = 5;

export async function runScoreInfo(context: CommandContext): Promise<number> {
  const { session, settings, output, flags } = context;
  const id = readId(context, 'catalog scores info');
  if (!PGS_ID.test(id)) throw errors.badPgsId(id);
  const catalog = await session.openCatalog();
  const build = settings.build ?? undefined;
  const info = await catalog.scoreInfo(id, {
    people: settings.population,
    ...(build === undefined ? {} : { build }),
  });
  if (info === null) throw errors.scoreUnknown(id.toUpperCase(), catalog.directory);
  output.result(flags.values.json === true ? toJson(info) : describeInfo(info));
  return EXIT.ok;
}

function describeInfo(info: ScoreInfo): string {
  const { score, performance, publications, development, citation } = info;
  const own = publications.find(({ pgp_id }) => pgp_id === score.pgp_id);
  const lines = [
    `${score.pgs_id} – ${score.name ?? 'without a name'}`,
    ...fields([
      ['Trait', score.trait_reported],
      ['Ontology', joinPairs(score.trait_efo_id, score.trait_efo)],
      ['Variants', grouped(score.n_variants)],
      ['Build', `${score.genome_build ?? '–'}${score.is_harmonized ? ', lifted to the one asked for' : ''}`],
      ['Weights', score.weight_type],
      ['Released', score.release_date],
      ['File', score.ftp_link],
    ]),
    '',
    'Publication',
    ...fields([
      ['Title', own?.title ?? null],
      ['Journal', own === undefined ? null : `${own.journal ?? '–'} (${own.date_publication ?? '–'})`],
      ['Ids', [score.pgp_id, idOf('PMID', score.pmid), idOf('doi', own?.doi)].filter((id) => id !== null).join(', ')],
    ]),
    '',
    ...describeDevelopment(development),
    '',
    ...describeEvidence(info),
    '',
    `Evaluations (${performance.length}; the best first)`,
    ...performance.slice(0, SHOWN_EVALUATIONS).flatMap((row) => describeEvaluation(row, publications)),
    ...(performance.length > SHOWN_EVALUATIONS
      ? [`  … and ${performance.length - SHOWN_EVALUATIONS} more: see --json`]
      : []),
    '',
    'Terms of use',
    `  ${score.license ?? 'not stated'}`,
    '',
    'Cite',
    `  ${citation ?? 'The publication is not in the catalogue.'}`,
    `  ${CATALOG_CITATION}`,
    '',
  ];
  return lines.map((line) => `${line.replace(/\p{Cc}/gu, '?')}\n`).join('');
}

/** The grade of the model, which says nothing of any sample. */
function describeEvidence({ evidence, effect_size, classification }: ScoreInfo): string[] {
  return [
    'Evidence for the model',
    ...fields([
      ['Grade', `${evidence.grade}, ${evidence.quality_score} of 100`],
      ['Best evaluation', [effect_size, classification].filter((text) => text !== '').join(', ') || null],
    ]),
    ...evidence.reasons.map(({ sentence }) => `  - ${sentence}`),
  ];
}

/** Indented, the names of one width; what is not known is a dash. */
function fields(rows: readonly (readonly [name: string, value: string | null])[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value ?? '–'}`);
}

const idOf = (name: string, id: string | number | null | undefined): string | null =>
  id === null || id === undefined ? null : `${name} ${id}`;

/** `EFO_1 stroke, HP_2 ischemic stroke` from `EFO_1|HP_2` and `stroke|ischemic stroke`. */
function joinPairs(ids: string | null, labels: string | null): string | null {
  const names = labels?.split('|') ?? [];
  return ids === null
    ? labels
    : ids
        .split('|')
        .map((id, i) => [id, names[i]].filter((part) => part !== undefined).join(' '))
        .join(', ');
}

function describeDevelopment(development: DevelopmentAncestry | null): string[] {
  if (development === null) return ['Developed in', '  not known here (no development samples in the catalogue)'];
  const { dev_gwas_sample_size, dev_training_sample_size, dev_ancestry_distribution } = development;
  const shares = Object.entries(JSON.parse(dev_ancestry_distribution ?? '{}') as Record<string, number>);
  return [
    'Developed in',
    ...fields([
      ['Ancestry', shares.map(([label, share]) => `${label} ${(share * 100).toFixed(1)} %`).join(', ') || null],
      ['People', `${grouped(dev_gwas_sample_size)} in the GWAS, ${grouped(dev_training_sample_size)} in training`],
    ]),
  ];
}

const METRIC_LABELS: Readonly<Record<MetricName, string>> = {
  or: 'OR',
  hr: 'HR',
  beta: 'Beta',
  auroc: 'AUROC',
  cindex: 'C-index',
};

function describeEvaluation(row: Evaluation, publications: readonly Publication[]): string[] {
  const author = publications.find(({ pgp_id }) => pgp_id === row.pgp_id);
  const metrics = METRIC_NAMES.flatMap((name) => {
    const estimate = row[`${name}_estimate`];
    if (estimate === null) return [];
    const [lower, upper, se] = [row[`${name}_ci_lower`], row[`${name}_ci_upper`], row[`${name}_se`]];
    const spread = lower !== null && upper !== null ? ` [${lower}, ${upper}]` : se === null ? '' : ` (SE ${se})`;
    return [`${METRIC_LABELS[name]} ${estimate}${spread}`];
  });
  const people = `${grouped(row.n_individuals)} people${row.n_cases === null ? '' : `, ${grouped(row.n_cases)} cases`}`;
  return [
    `  ${row.ppm_id}  ${row.ancestry_broad ?? 'ancestry not known'}, ${people}: ${cut(row.trait_reported, 60)}`,
    `             ${[...metrics, cut(row.other_metrics ?? '', 100)].filter((text) => text !== '').join('; ') || 'no metric'}`,
    `             ${[
      author === undefined ? row.pgp_id : `${author.first_author} ${author.date_publication?.slice(0, 4)}`,
      row.covariates === null ? 'no covariates' : `with ${cut(row.covariates, 80)}`,
    ].join('; ')}`,
  ];
}
