/** The catalogue of a folder as one object; nothing here opens a socket. */
import { pickBestPerformance, sortByEvidence } from '../catalog/bestPerformance.ts';
import { groupRows } from '../catalog/cells.ts';
import { formatCitation } from '../catalog/citation.ts';
import { cleanPerformance } from '../catalog/cleanPerformance.ts';
import { cleanPublications } from '../catalog/cleanPublications.ts';
import { cleanScores } from '../catalog/cleanScores.ts';
import { summarizeDevelopment } from '../catalog/developmentSamples.ts';
import { gatherEvidence } from '../catalog/evidence.ts';
import { createScoreSearch, type ScoreSearch } from '../catalog/search.ts';
import { SHEET_FILES } from '../catalog/sheets.ts';
import type { CleanedTable, CleanedTables } from '../catalog/tables.ts';
import type { RankedSearch } from '../catalog/textSearch.ts';
import { createTraitSearch, listTraits } from '../catalog/traits.ts';
import { errors, isPrsError } from '../errors.ts';
import { gradeEvidence } from '../judgement/evidence.ts';
import { formatClassification, formatEffectSize } from '../judgement/justPrsQuality.ts';
import type {
  Catalog,
  CatalogStatus,
  ListedScore,
  Preference,
  ScoreInfo,
  ScoresQuery,
  Trait,
} from '../model/catalog.ts';
import { GENOME_BUILDS } from '../model/genome.ts';
import type { MetadataSheet, ScoreSummary, TextTable } from '../model/score.ts';
import { rawSheetPath, readCleanedTable, readRawSheet } from './catalogFiles.ts';
import { chooseSource, describeOrigin, hasTable } from './catalogSource.ts';
import { readFailedAttempts } from './failedAttempts.ts';
import { listHeldScores } from './heldScoringFiles.ts';
import { readAllDistributions } from './readDistributions.ts';
import { sheetsDirectory } from './release.ts';

export function openCatalog(directory: string): Catalog {
  let memory = new Map<string, Promise<unknown>>();

  /** Makes a value once; a failure is not kept, so that the next call tries again. */
  function once<T>(key: string, make: () => Promise<T>): Promise<T> {
    const known = memory.get(key);
    if (known !== undefined) return known as Promise<T>;
    const cells = memory;
    const made = make();
    cells.set(key, made);
    made.catch(() => cells.delete(key));
    return made;
  }

  const source = () => once('source', () => chooseSource(directory));
  const sheet = (name: MetadataSheet) => once(`sheet:${name}`, () => readRawSheet(directory, name));

  async function needSheet(name: MetadataSheet): Promise<TextTable> {
    const table = await sheet(name);
    if (table === null) throw errors.catalogMissing(sheetsDirectory(directory), SHEET_FILES[name]);
    return table;
  }

  /** A cleaned table from its Parquet, or else cleaned in memory from the raw sheets. */
  function table<Name extends CleanedTable>(
    name: Name,
    clean: () => Promise<readonly CleanedTables[Name][]>,
  ): Promise<readonly CleanedTables[Name][]> {
    return once(`table:${name}`, async () => {
      const cleaned = hasTable(await source(), name) ? await readCleanedTable(directory, name) : null;
      return cleaned ?? clean();
    });
  }

  const summaries = () =>
    table('scores', async () => cleanScores(await needSheet('scores'), rawSheetPath(directory, 'scores')));
  const allPerformance = () =>
    table('performance', async () =>
      cleanPerformance(await needSheet('performance_metrics'), await needSheet('evaluation_sample_sets'), {
        performance: rawSheetPath(directory, 'performance_metrics'),
        samples: rawSheetPath(directory, 'evaluation_sample_sets'),
      }),
    );
  const allPublications = () =>
    table('publications', async () => {
      const raw = await sheet('publications');
      return raw === null ? [] : cleanPublications(raw, rawSheetPath(directory, 'publications'));
    });
  const allDevelopment = () =>
    table('score_development_ancestry', async () => {
      const raw = await sheet('score_development_samples');
      return raw === null ? [] : summarizeDevelopment(raw, rawSheetPath(directory, 'score_development_samples'));
    });
  const allDistributions = () => once('distributions', () => readAllDistributions(directory));
  const allBest = (people: Preference) =>
    once(`best:${people}`, async () => pickBestPerformance(await allPerformance(), people));
  const performanceByScore = () =>
    once('performanceByScore', async () => groupRows(await allPerformance(), ({ pgs_id }) => pgs_id));

  const evidence = () =>
    once('evidence', async () =>
      gatherEvidence(await summaries(), {
        evaluations: await allPerformance(),
        publications: await allPublications(),
      }),
    );
  const scores = ({ build, includeHarmonized = true }: ScoresQuery = {}): Promise<readonly ListedScore[]> =>
    once(`scores:${build}:${includeHarmonized}`, async () =>
      (await summaries())
        .map((score) => ({ ...score, is_harmonized: build !== undefined && score.genome_build !== build }))
        .filter((score) => !score.is_harmonized || (includeHarmonized && isLiftable(score))),
    );
  const search = (query: ScoresQuery = {}): Promise<ScoreSearch<ListedScore>> =>
    once(`search:${query.build}:${query.includeHarmonized}`, async () =>
      createScoreSearch(await scores(query), await evidence()),
    );
  const traits = (): Promise<readonly Trait[]> =>
    once('traits', async () => listTraits(await summaries(), await sheet('efo_traits')));
  const traitSearch = (): Promise<RankedSearch<Trait>> =>
    once('traitSearch', async () => createTraitSearch(await traits(), await summaries()));

  async function scoreInfo(
    wanted: string,
    { build, people = 'none' }: { readonly build?: ScoresQuery['build']; readonly people?: Preference } = {},
  ): Promise<ScoreInfo | null> {
    const pgs_id = wanted.toUpperCase();
    const score = (await summaries()).find((candidate) => candidate.pgs_id === pgs_id);
    if (score === undefined) return null;
    const performance = sortByEvidence((await performanceByScore()).get(pgs_id) ?? [], people);
    const cited = [...new Set([score.pgp_id, ...performance.map(({ pgp_id }) => pgp_id)])];
    const byId = new Map((await allPublications()).map((publication) => [publication.pgp_id, publication]));
    const own = byId.get(score.pgp_id ?? '');
    const is_harmonized = build !== undefined && score.genome_build !== build;
    const best = performance[0] ?? null;
    return {
      score: { ...score, is_harmonized },
      best_performance: best,
      evidence: gradeEvidence(best, is_harmonized),
      effect_size: best === null ? '' : formatEffectSize(best),
      classification: best === null ? '' : formatClassification(best),
      performance,
      publications: cited.flatMap((pgp_id) => byId.get(pgp_id ?? '') ?? []),
      development: (await allDevelopment()).find((row) => row.pgs_id === pgs_id) ?? null,
      citation: own === undefined ? null : formatCitation(own),
    };
  }

  async function status(): Promise<CatalogStatus> {
    const chosen = await source();
    const { source: used, stale_reason, manifest } = chosen;
    const count = async (rows: () => Promise<readonly unknown[]>): Promise<number | null> => {
      if (used === 'none') return null;
      // What is not there is shown as such; what is there and broken is an error.
      const found = await rows().catch((error) => {
        if (isPrsError(error) && error.code === 'catalog_missing') return [];
        throw error;
      });
      return found.length === 0 ? null : found.length;
    };
    const dates = used === 'none' ? [] : (await summaries()).map(({ release_date }) => release_date ?? '');
    return {
      directory,
      source: used,
      stale_reason,
      newest_release: dates.reduce((newest, date) => (date > newest ? date : newest), '') || null,
      cleaned_at: used === 'cleaned' && manifest?.hub === undefined ? (manifest?.created ?? null) : null,
      ...(await describeOrigin(directory, chosen, Date.now())),
      failed_attempts: await readFailedAttempts(directory),
      tables: {
        scores: await count(summaries),
        performance: await count(allPerformance),
        publications: await count(allPublications),
        score_development_ancestry: await count(allDevelopment),
        traits: await count(traits),
        reference_distributions: await count(allDistributions),
      },
    };
  }

  return {
    directory,
    status,
    scores,
    evidence,
    search: async (text, query) => {
      const held = await listHeldScores(directory);
      const isHere = (pgs_id: string): boolean =>
        GENOME_BUILDS.some((build) => (query?.build ?? build) === build && held[build].has(pgs_id));
      return (await search(query))(text, isHere);
    },
    scoreInfo,
    performance: async (pgs_id) =>
      pgs_id === undefined ? allPerformance() : ((await performanceByScore()).get(pgs_id) ?? []),
    bestPerformance: async (people, pgs_id) => pick(await allBest(people), 'pgs_id', pgs_id),
    publications: async (pgp_id) => pick(await allPublications(), 'pgp_id', pgp_id),
    developmentAncestry: async (pgs_id) => pick(await allDevelopment(), 'pgs_id', pgs_id),
    referenceDistributions: async (pgs_id) => pick(await allDistributions(), 'pgs_id', pgs_id),
    traits,
    searchTraits: async (text) => (await traitSearch())(text),
    reload: () => {
      memory = new Map();
    },
  };
}

const pick = <Row, Key extends keyof Row>(rows: readonly Row[], key: Key, value: Row[Key] | undefined) =>
  value === undefined ? rows : rows.filter((row) => row[key] === value);

/** Builds that the Catalogue lifts to the others; it also looks up rsIDs of scores without a build. */
const isLiftable = ({ genome_build }: ScoreSummary): boolean =>
  genome_build !== null && ['GRCh36', 'GRCh37', 'GRCh38', 'NR'].includes(genome_build);
