/** Where scores come from. Catalogue, network and files stay with the session; a source asks it. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  EXIT,
  errors,
  GENOME_BUILDS,
  type GenomeBuild,
  PGS_ID,
  PrsError,
  type Session,
  WEIGHT_LAYOUTS,
  type WeightLayout,
} from '../../core/index.ts';
import { definePlugin, type Plugin, type PluginContext, type SourceScore } from '../api.ts';

/** What of a session sources need. */
export type SourceSession = Pick<
  Session,
  'openCatalog' | 'downloadScores' | 'fetchHubScore' | 'readScoringText' | 'openScoringFile'
>;

/** Scores of the catalogue that is at hand, found without network. */
async function searchCatalog(session: SourceSession, query: string): Promise<readonly SourceScore[]> {
  const { scores } = await (await session.openCatalog()).search(query);
  return scores.map(({ pgs_id, name, trait_reported, n_variants }) => ({
    id: pgs_id,
    name: name ?? pgs_id,
    trait: trait_reported,
    n_variants,
  }));
}

function readPgsId(text: string): string {
  const id = text.toUpperCase();
  if (!PGS_ID.test(id)) throw errors.badPgsId(text);
  return id;
}

/** The PGS Catalog: what is there is read, what is missing comes from the EBI, checked and kept. */
export const pgsCatalog = (session: SourceSession): Plugin =>
  definePlugin({
    name: 'pgs-catalog',
    apiVersion: 1,
    description: 'Scores of the PGS Catalog, harmonised, from the EBI',
    sources: [
      {
        id: 'pgs-catalog',
        title: 'PGS Catalog',
        search: (query) => searchCatalog(session, query),
        async *fetch(scoreId, build, { signal }) {
          const request = { pgs_ids: [readPgsId(scoreId)], build, jobs: 1 };
          for await (const { path, error } of session.downloadScores(request, { signal })) {
            if (error !== null) throw new PrsError({ ...error, exitCode: EXIT.failure });
            yield await session.readScoringText({ path, weights: null });
          }
        },
      },
    ],
  });

/** The dataset of just-prs, which has the same files as Parquets. */
export const huggingFace = (session: SourceSession): Plugin =>
  definePlugin({
    name: 'hugging-face',
    apiVersion: 1,
    description: 'Scores of the PGS Catalog, harmonised, from the Hugging Face dataset of just-prs',
    sources: [
      {
        id: 'hugging-face',
        title: 'Hugging Face (just-dna-seq/pgs-catalog)',
        search: (query) => searchCatalog(session, query),
        async *fetch(scoreId, build, { signal }) {
          const path = await session.fetchHubScore(readPgsId(scoreId), build, { signal });
          yield await session.readScoringText({ path, weights: null });
        },
      },
    ],
  });

export type LocalOptions = {
  readonly directory: string;
  readonly layout: WeightLayout;
  readonly build: GenomeBuild | 'unknown';
};

const SCORING_FILE = /\.(txt|tsv|csv|parquet)(\.gz)?$/i;

/** Scoring files of a folder: in the catalogue's format, or weights of other programs. */
export const localFiles = (session: SourceSession): Plugin<LocalOptions> =>
  definePlugin<LocalOptions>({
    name: 'local-files',
    apiVersion: 1,
    description: 'Own scoring files of a folder: of the PGS Catalog, PRSice, LDpred2, PRS-CS or plink --score',
    options: {
      directory: { type: 'string', default: '', description: 'The folder' },
      layout: {
        type: 'string',
        default: 'auto',
        description: 'Layout of files that are not in the format of the PGS Catalog',
        choices: WEIGHT_LAYOUTS,
      },
      build: {
        type: 'string',
        default: 'unknown',
        description: 'Genome build of such files, which they do not say',
        choices: ['unknown', ...GENOME_BUILDS],
      },
    },
    sources: [
      {
        id: 'local-files',
        title: 'Own scoring files',
        search: (query, context) => searchFolder(session, query, context),
        async *fetch(scoreId, build, { options }) {
          const path = pathOf(scoreId, options);
          const weights = options.build === build ? { layout: options.layout, build } : null;
          const text = await session.readScoringText({ path, weights });
          if (weights === null && !isOfCatalog(text))
            throw errors.usage(
              `${path} does not say its genome build, and ${build} is asked for.`,
              `Set the option build of local-files when it is on ${build}, or make it a scoring file with: just-prs-tui score convert`,
            );
          yield text;
        },
      },
    ],
  });

const HASH = 35;
const isOfCatalog = (text: Uint8Array): boolean => text[0] === HASH;

/** A file of the folder, and no other. */
function pathOf(name: string, { directory }: LocalOptions): string {
  if (directory === '')
    throw errors.usage('local-files needs the option directory.', 'It is the folder of the scoring files.');
  if (!SCORING_FILE.test(name) || /[/\\\0]/.test(name))
    throw errors.usage(
      `"${name}" is no scoring file of ${directory}.`,
      'Names end in .txt, .tsv, .csv or .parquet, packed or not.',
    );
  return join(directory, name);
}

async function searchFolder(
  session: SourceSession,
  query: string,
  { options, signal }: PluginContext<LocalOptions>,
): Promise<readonly SourceScore[]> {
  if (options.directory === '') return [];
  const names = await readdir(options.directory).catch((cause) => {
    throw errors.fileSystem(options.directory, cause);
  });
  const found: SourceScore[] = [];
  for (const name of names.filter((file) => SCORING_FILE.test(file)).sort()) {
    if (signal.aborted) throw errors.cancelled();
    const score = await describeFile(session, name, options);
    const words = [score.id, score.name, score.trait ?? ''].join(' ').toLowerCase();
    if (words.includes(query.trim().toLowerCase())) found.push(score);
  }
  return found;
}

/** What the header says; of a file without one, its name. */
async function describeFile(session: SourceSession, name: string, options: LocalOptions): Promise<SourceScore> {
  const nothing = { id: name, name, trait: null, n_variants: null };
  const reference = { kind: 'file', path: pathOf(name, options) } as const;
  const build = options.build === 'unknown' ? 'GRCh38' : options.build;
  const view = await session.openScoringFile(reference, build, 0).catch(() => null);
  if (view === null || Object.keys(view.header).length === 0) return nothing;
  const { pgs_name, pgs_id, trait_reported } = view.header;
  return {
    ...nothing,
    name: pgs_name ?? pgs_id ?? name,
    trait: trait_reported ?? null,
    n_variants: view.variants.total,
  };
}
