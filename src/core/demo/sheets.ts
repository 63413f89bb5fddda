import { stringify } from 'csv-stringify/sync';
import type { MetadataSheet } from '../model/score.ts';
import { createRandom, type Random } from './random.ts';
import { type DemoScore, type DemoTrait, planDemoScores } from './scorePlan.ts';

const SAMPLE_COLUMNS = [
  'Number of Individuals',
  'Number of Cases',
  'Number of Controls',
  'Percent of Participants Who are Male',
  'Sample Age',
  'Broad Ancestry Category',
  'Ancestry (e.g. French, Chinese)',
  'Country of Recruitment',
  'Additional Ancestry Description',
  'Phenotype Definitions and Methods',
  'Followup Time',
  'GWAS Catalog Study ID (GCST...)',
  'Source PubMed ID (PMID)',
  'Source DOI',
  'Cohort(s)',
  'Additional Sample/Cohort Information',
] as const;

/** Columns of each bulk sheet, as the PGS Catalog names and orders them. */
export const SHEET_COLUMNS = {
  scores: [
    'Polygenic Score (PGS) ID',
    'PGS Name',
    'Reported Trait',
    'Mapped Trait(s) (EFO label)',
    'Mapped Trait(s) (EFO ID)',
    'PGS Development Method',
    'PGS Development Details/Relevant Parameters',
    'Original Genome Build',
    'Number of Variants',
    'Number of Interaction Terms',
    'Type of Variant Weight',
    'PGS Publication (PGP) ID',
    'Publication (PMID)',
    'Publication (doi)',
    'Score and results match the original publication',
    'Ancestry Distribution (%) - Source of Variant Associations (GWAS)',
    'Ancestry Distribution (%) - Score Development/Training',
    'Ancestry Distribution (%) - PGS Evaluation',
    'FTP link',
    'Release Date',
    'License/Terms of Use',
  ],
  publications: [
    'PGS Publication/Study (PGP) ID',
    'First Author',
    'Title',
    'Journal Name',
    'Publication Date',
    'Release Date',
    'Authors',
    'digital object identifier (doi)',
    'PubMed ID (PMID)',
  ],
  efo_traits: ['Ontology Trait ID', 'Ontology Trait Label', 'Ontology Trait Description', 'Ontology URL'],
  score_development_samples: ['Polygenic Score (PGS) ID', 'Stage of PGS Development', ...SAMPLE_COLUMNS],
  performance_metrics: [
    'PGS Performance Metric (PPM) ID',
    'Evaluated Score',
    'PGS Sample Set (PSS)',
    'PGS Publication (PGP) ID',
    'Reported Trait',
    'Covariates Included in the Model',
    'PGS Performance: Other Relevant Information',
    'Publication (PMID)',
    'Publication (doi)',
    'Hazard Ratio (HR)',
    'Odds Ratio (OR)',
    'Beta',
    'Area Under the Receiver-Operating Characteristic Curve (AUROC)',
    'Concordance Statistic (C-index)',
    'Other Metric(s)',
  ],
  evaluation_sample_sets: ['PGS Sample Set (PSS)', 'Polygenic Score (PGS) ID', ...SAMPLE_COLUMNS],
  cohorts: ['Cohort ID', 'Cohort Name', 'Previous/other/additional names'],
} as const satisfies Record<MetadataSheet, readonly string[]>;

/** A row by column name; a column left out is an empty cell. */
type SheetRow<K extends MetadataSheet> = { readonly [column in (typeof SHEET_COLUMNS)[K][number]]?: string | number };
type Rows = { readonly [K in MetadataSheet]: readonly SheetRow<K>[] };

const RELEASE_DATE = '2026-01-01';
const NOTE = 'SYNTHETIC: random numbers, nobody was studied';
const COHORT_LETTERS = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
const OTHER_ANCESTRIES = ['African', 'East Asian', 'South Asian', 'Hispanic or Latin American'] as const;

/** The seven bulk sheets as CSV text, about the scores of planDemoScores. */
export function generateDemoSheets(model: {
  readonly seed: number;
  readonly size: number;
}): Readonly<Record<MetadataSheet, string>> {
  const scores = planDemoScores(model);
  const traits = [...new Set(scores.map(({ trait }) => trait))];
  const publications = [...new Map(scores.map((score) => [score.pgp_id, score])).values()];
  const random = createRandom(model.seed, 'sheets');
  const evaluations = scores.flatMap((score) => drawEvaluations(random, score)).map(nameEvaluation);
  const rows: Rows = {
    scores: scores.map(describeScore),
    publications: publications.map(describePublication),
    efo_traits: traits.map(describeTrait),
    score_development_samples: scores.flatMap((score) => drawDevelopmentSamples(random, score)),
    performance_metrics: evaluations.map(({ performance }) => performance),
    evaluation_sample_sets: evaluations.map(({ sample }) => sample),
    cohorts: COHORT_LETTERS.map((letter) => ({
      'Cohort ID': cohortId(letter),
      'Cohort Name': `Synthetic cohort ${letter} (does not exist)`,
    })),
  };
  return {
    scores: writeSheet('scores', rows),
    publications: writeSheet('publications', rows),
    efo_traits: writeSheet('efo_traits', rows),
    score_development_samples: writeSheet('score_development_samples', rows),
    performance_metrics: writeSheet('performance_metrics', rows),
    evaluation_sample_sets: writeSheet('evaluation_sample_sets', rows),
    cohorts: writeSheet('cohorts', rows),
  };
}

function writeSheet(sheet: MetadataSheet, rows: Rows): string {
  return stringify([...rows[sheet]], { header: true, columns: [...SHEET_COLUMNS[sheet]] });
}

const cohortId = (letter: string) => `SYNCOHORT_${letter}`;
/** 10.5555 is the prefix reserved for examples. */
const doiOf = ({ pgp_id }: DemoScore) => `10.5555/just-prs-tui.demo.${pgp_id}`;

function describeScore(score: DemoScore): SheetRow<'scores'> {
  return {
    'Polygenic Score (PGS) ID': score.pgs_id,
    'PGS Name': score.name,
    'Reported Trait': score.trait.label,
    'Mapped Trait(s) (EFO label)': score.trait.label,
    'Mapped Trait(s) (EFO ID)': score.trait.efo_id,
    'PGS Development Method': 'Random numbers',
    'PGS Development Details/Relevant Parameters': NOTE,
    'Original Genome Build': score.genome_build,
    'Number of Variants': score.n_variants,
    'Number of Interaction Terms': 0,
    'Type of Variant Weight': score.weight_type,
    'PGS Publication (PGP) ID': score.pgp_id,
    'Publication (doi)': doiOf(score),
    'Score and results match the original publication': 'False',
    'Ancestry Distribution (%) - Source of Variant Associations (GWAS)': 'European:100',
    'FTP link': `https://example.invalid/${score.pgs_id}.txt.gz`,
    'Release Date': RELEASE_DATE,
    'License/Terms of Use': score.license,
  };
}

/** Of any of its scores. */
function describePublication(score: DemoScore): SheetRow<'publications'> {
  return {
    'PGS Publication/Study (PGP) ID': score.pgp_id,
    'First Author': 'Synthetic S',
    Title: `SYNTHETIC example, not a publication: polygenic scores for "${score.trait.label}"`,
    'Journal Name': 'Journal of Synthetic Examples',
    'Publication Date': '01/01/2026',
    'Release Date': RELEASE_DATE,
    Authors: 'Synthetic S, Nobody N',
    'digital object identifier (doi)': doiOf(score),
  };
}

function describeTrait(trait: DemoTrait): SheetRow<'efo_traits'> {
  return {
    'Ontology Trait ID': trait.efo_id,
    'Ontology Trait Label': trait.label,
    'Ontology Trait Description': `${NOTE}. This id is not in the ontology.`,
    'Ontology URL': `https://example.invalid/${trait.efo_id}`,
  };
}

function drawDevelopmentSamples(random: Random, score: DemoScore): readonly SheetRow<'score_development_samples'>[] {
  const stages = random.chance(0.5) ? [GWAS_STAGE, TRAINING_STAGE] : [GWAS_STAGE];
  return stages.map((stage) => ({
    'Polygenic Score (PGS) ID': score.pgs_id,
    'Stage of PGS Development': stage,
    ...drawSample(random, score.trait, 'European'),
  }));
}

const GWAS_STAGE = 'Source of Variant Associations (GWAS)';
const TRAINING_STAGE = 'Score Development/Training';

/** Columns that evaluation and development samples have in common. */
function drawSample(random: Random, trait: DemoTrait, ancestry: string) {
  const individuals = 1_000 * (2 + random.below(98)) + random.below(1_000);
  const cases = Math.round(individuals * (0.05 + 0.4 * random.uniform()));
  return {
    'Number of Individuals': individuals,
    ...(trait.kind === 'disease' ? { 'Number of Cases': cases, 'Number of Controls': individuals - cases } : {}),
    'Percent of Participants Who are Male': (45 + random.below(100) / 10).toFixed(1),
    'Broad Ancestry Category': ancestry,
    'Country of Recruitment': 'NR',
    'Phenotype Definitions and Methods': NOTE,
    'Cohort(s)': [...new Set([random.pick(COHORT_LETTERS), random.pick(COHORT_LETTERS)])].map(cohortId).join('|'),
  };
}

interface Evaluation {
  readonly performance: SheetRow<'performance_metrics'>;
  readonly sample: SheetRow<'evaluation_sample_sets'>;
}

/** One to three evaluations, the first in people of European ancestry, where scores do best. */
function drawEvaluations(random: Random, score: DemoScore): readonly Evaluation[] {
  const ancestries = ['European', ...OTHER_ANCESTRIES.filter(() => random.chance(0.25))].slice(0, 3);
  return ancestries.map((ancestry, i) => ({
    performance: {
      'Evaluated Score': score.pgs_id,
      'PGS Publication (PGP) ID': score.pgp_id,
      'Reported Trait': score.trait.label,
      'Covariates Included in the Model': 'age, sex, PCs(1-10)',
      'PGS Performance: Other Relevant Information': NOTE,
      'Publication (doi)': doiOf(score),
      ...drawMetrics(random, score, i === 0 ? 1 : 0.5),
    },
    sample: { 'Polygenic Score (PGS) ID': score.pgs_id, ...drawSample(random, score.trait, ancestry) },
  }));
}

/** Odds ratio and AUROC, hazard ratio and C-index, or beta and R²: larger for scores with more variants. */
function drawMetrics(random: Random, score: DemoScore, portability: number): SheetRow<'performance_metrics'> {
  const beta = portability * (0.05 + 0.05 * Math.log10(score.n_variants) + 0.1 * random.uniform());
  const error = 0.01 + 0.02 * random.uniform();
  if (score.trait.kind === 'measurement')
    return { Beta: `${beta.toFixed(3)} (${error.toFixed(3)})`, 'Other Metric(s)': `R² = ${(beta * beta).toFixed(4)}` };
  const ratio = writeInterval(Math.exp(beta), Math.exp(beta - 1.96 * error), Math.exp(beta + 1.96 * error));
  const area = 0.5 + 0.25 * beta;
  const concordance = writeInterval(area, area - error / 2, area + error / 2);
  return random.chance(0.3)
    ? { 'Hazard Ratio (HR)': ratio, 'Concordance Statistic (C-index)': concordance }
    : { 'Odds Ratio (OR)': ratio, 'Area Under the Receiver-Operating Characteristic Curve (AUROC)': concordance };
}

function writeInterval(estimate: number, lower: number, upper: number): string {
  return `${estimate.toFixed(2)} [${lower.toFixed(2)},${upper.toFixed(2)}]`;
}

function nameEvaluation({ performance, sample }: Evaluation, index: number): Evaluation {
  const number = 900_001 + index;
  return {
    performance: {
      'PGS Performance Metric (PPM) ID': `PPM${number}`,
      'PGS Sample Set (PSS)': `PSS${number}`,
      ...performance,
    },
    sample: { 'PGS Sample Set (PSS)': `PSS${number}`, ...sample },
  };
}
