import {
  CHROMOSOMES,
  type ComputeRequest,
  EXIT,
  errors,
  type GenomeBuild,
  type GenotypeInputMode,
  groupByTrait,
  INPUT_MODES,
  type PrsResult,
  pickPolicies,
  type ScoreOutcome,
  type ScoreReference,
  type ScoringPolicies,
  type Superpopulation,
  type Trait,
  type Voter,
} from '../core/index.ts';
import { fetchMissingScores } from './catalogFetch.ts';
import { runCohort } from './cohort.ts';
import { explainVotes, formatConsensus } from './consensus.ts';
import { printEstimate } from './estimate.ts';
import { readFormat } from './formats.ts';
import type { CliSettings, CommandContext } from './host.ts';
import type { Output } from './output.ts';
import { checkOutputs } from './outputFile.ts';
import { readPgsIds } from './pgsIds.ts';
import { chooseWriter, emit, type ResultWriter, writeOrKeep } from './resultWriter.ts';
import { fetchFromSources } from './scoreSources.ts';
import { findTrait, findTraitScores } from './traitScores.ts';

export async function runCompute(context: CommandContext): Promise<number> {
  const { flags, settings } = context;
  const genotypes = flags.values.vcf as string | undefined;
  if (genotypes === undefined) throw errors.usage('compute needs --vcf FILE.');
  if (flags.values.reference !== undefined && flags.values.fasta !== undefined)
    throw errors.usage('--reference and --fasta mean the same.', 'Give one of them.');
  const writer = await readShape(context);
  const scores = readScores(flags.values);
  const base = {
    genotypes,
    sample: settings.sample,
    build: settings.build,
    forceBuild: flags.values['force-build'] === true,
    filters: settings.filters,
    policies: readPolicies(settings, flags.values.chromosomes as readonly string[] | undefined),
    population: settings.population,
    fasta: settings.fasta,
    callableBed: flags.values['callable-bed'] as string | undefined,
    homRefTable: flags.values['hom-ref-table'] as string | undefined,
    inputMode: readInputMode(flags.values['input-mode']),
    resume: flags.values.resume === true,
    dumpVariants: flags.values['dump-variants'] as string | undefined,
    aurocPercentile: flags.values['auroc-percentile'] === true,
  };
  await checkOutputs(
    [flags.values.output as string | undefined, base.dumpVariants],
    [
      genotypes,
      settings.fasta,
      base.callableBed,
      base.homRefTable,
      ...scores.map((score) => (score.kind === 'file' ? score.path : undefined)),
    ],
  );
  const isCohort = settings.sample === 'all';
  checkPolicies(base.policies, isCohort);
  if (isCohort) refuseForCohorts(flags.values);
  const traits = await findTraits(context);
  const ofTraits = traits.length === 0 ? [] : await findTraitScores(context, traits, await buildOf(context, base));
  const known = new Set(scores.flatMap((score) => (score.kind === 'id' ? [score.pgs_id] : [])));
  const more = ofTraits.filter((pgs_id) => !known.has(pgs_id)).map((pgs_id) => ({ kind: 'id' as const, pgs_id }));
  const ofSources = await fetchOfSources(context, base);
  const request: ComputeRequest = { ...base, scores: [...scores, ...more, ...ofSources] };
  if (flags.values.estimate === true) return printEstimate(context, request);
  if (settings.download) await fetchMissingScores(context, request);
  if (isCohort) return runCohort(context, request);
  return writer === null ? computeByTrait(context, request, traits) : computeAndPrint(context, request, writer);
}

/** What to print, checked before anything is read; null for what scores of a trait say together. */
async function readShape(context: CommandContext): Promise<ResultWriter | null> {
  const { values } = context.flags;
  if (values['by-trait'] !== true) return chooseWriter(context, 'table');
  const other = ['columns', 'option'].find((name) => values[name] !== undefined);
  if (other !== undefined) throw errors.usage(`--${other} does not go with --by-trait.`, 'Leave one of them out.');
  readFormat(values.format);
  return null;
}

function refuseForCohorts(values: Readonly<Record<string, unknown>>): void {
  const flag = ['by-trait', 'columns', 'auroc-percentile', 'estimate'].find((name) => values[name] !== undefined);
  if (flag !== undefined) throw errors.usage(`--${flag} works on one sample.`);
  const ofResults = ['format', 'option'].find((name) => values[name] !== undefined);
  if (ofResults !== undefined)
    throw errors.usage(
      `--${ofResults} is about full results, and --sample all writes one table of samples and scores.`,
      'A name in .tsv makes it text, any other a Parquet. Full results: --sample NAME --format ndjson, then export.',
    );
}

async function findTraits({ flags, session }: CommandContext): Promise<readonly Trait[]> {
  const wanted = (flags.values.trait as readonly string[] | undefined) ?? [];
  if (wanted.length === 0) return [];
  const catalog = await session.openCatalog();
  return Promise.all(wanted.map((name) => findTrait(catalog, name)));
}

/** The build that will be scored; null leaves the complaint to the computation. */
const buildOf = async (
  { session }: CommandContext,
  { build, genotypes }: Pick<ComputeRequest, 'build' | 'genotypes'>,
): Promise<GenomeBuild | null> => build ?? (await session.inspectGenotypes(genotypes)).genome_build;

async function fetchOfSources(
  context: CommandContext,
  base: Pick<ComputeRequest, 'build' | 'genotypes'>,
): Promise<readonly ScoreReference[]> {
  const names = (context.flags.values.score as readonly string[] | undefined) ?? [];
  if (names.length === 0) return [];
  const build = await buildOf(context, base);
  if (build === null) throw errors.usage('--score needs --build: the file does not say its own.', 'GRCh37 or GRCh38');
  return fetchFromSources(context, names, build);
}

function checkPolicies({ ambiguous, compat, xchr_model }: ScoringPolicies, isCohort: boolean): void {
  if (!isCohort && ambiguous === 'frequency')
    throw errors.usage(
      '--ambiguous frequency compares with the frequencies of a cohort.',
      'Use it with --sample all, or choose auto, keep or drop.',
    );
  if (isCohort && xchr_model !== 'called') throw errors.usage('--xchr-model works on one sample.');
  if (isCohort && compat !== 'none') throw errors.usage(`--compat ${compat} works on one sample.`);
}

/** Computes, prints by the writer, tells failures on stderr; returns the exit code. */
export const computeAndPrint = (
  context: CommandContext,
  request: ComputeRequest,
  writer: ResultWriter,
): Promise<number> =>
  print(context, { ...request, hashFiles: writer.needsHashes }, (outcomes) =>
    writeOrKeep(writer, pickResults(outcomes), context.flags.values.output as string | undefined),
  );

/** Computes, and prints what the scores of each trait say together. */
function computeByTrait(context: CommandContext, request: ComputeRequest, traits: readonly Trait[]): Promise<number> {
  const format = readFormat(context.flags.values.format);
  const wanted = new Set(traits.map(({ efo_id }) => efo_id));
  return print(context, { ...request, sketchVariants: true }, async function* (outcomes) {
    const voters: Voter[] = [];
    for await (const { result, sketch } of outcomes) voters.push({ result, sketch: sketch ?? null });
    const all = groupByTrait(voters);
    // A score of the traits asked for counts for others, too, of which it is not all there is.
    const asked = wanted.size === 0 ? all : all.filter(({ trait_efo_id }) => wanted.has(trait_efo_id ?? ''));
    for (const sentence of explainVotes(asked)) context.output.note(sentence);
    yield await formatConsensus(asked, format);
  });
}

type Scored = Extract<ScoreOutcome, { readonly status: 'ok' }>;

async function print(
  context: CommandContext,
  request: ComputeRequest,
  format: (outcomes: AsyncIterable<Scored>) => AsyncIterable<string | Uint8Array>,
): Promise<number> {
  const { flags, session, output, host } = context;
  const outcomes = session.compute(request, { signal: host.signal, onProgress: (p) => output.progress(p) });
  const tally: Tally = { ok: 0, failed: 0, withWarnings: 0, methods: new Map() };
  const explain = request.scores.length <= EXPLAINED_SCORES;
  const chunks = format(reportOutcomes(outcomes, { output, tally, explain }));
  const file = flags.values.output as string | undefined;
  await emit(context, chunks);
  output.clearProgress();
  output.note(summarize(tally, request.population));
  if (file !== undefined) output.note(`Written to ${file}`);
  if (tally.failed === 0) return EXIT.ok;
  return tally.ok === 0 ? EXIT.failure : EXIT.partial;
}

async function* pickResults(outcomes: AsyncIterable<Scored>): AsyncGenerator<PrsResult> {
  for await (const { result } of outcomes) yield result;
}

interface Tally {
  ok: number;
  failed: number;
  withWarnings: number;
  /** Results by percentile method; those without a percentile by why there is none. */
  readonly methods: Map<string, { count: number; withheld: boolean }>;
}

/** `12 scores: 10 with a percentile (8 reference_panel, 2 theoretical), 2 withheld (2 unavailable), 0 failed. …` */
function summarize({ ok, failed, methods }: Tally, population: Superpopulation): string {
  const part = (withheld: boolean, words: string): string => {
    const found = [...methods].filter(([, method]) => method.withheld === withheld);
    const sum = found.reduce((total, [, { count }]) => total + count, 0);
    const detail = found.map(([name, { count }]) => `${count} ${name}`).join(', ');
    return `${sum} ${words}${detail === '' ? '' : ` (${detail})`}`;
  };
  const parts = [part(false, 'with a percentile'), part(true, 'withheld'), `${failed} failed`];
  const compared = methods.has('reference_panel') ? ` Compared with ${population}; --population chooses.` : '';
  return `${ok + failed} ${ok + failed === 1 ? 'score' : 'scores'}: ${parts.join(', ')}.${compared}`;
}

/** Up to this many scores, every warning is told on stderr; more would hide the results. */
const EXPLAINED_SCORES = 3;

interface Report {
  readonly output: Output;
  readonly tally: Tally;
  readonly explain: boolean;
}

/** What could be computed of the outcomes; failures and warnings are told as they come. */
async function* reportOutcomes(
  outcomes: AsyncIterable<ScoreOutcome>,
  { output, tally, explain }: Report,
): AsyncGenerator<Scored> {
  for await (const outcome of outcomes) {
    if (outcome.status === 'failed') {
      tally.failed++;
      output.error({ ...outcome.error, message: `${outcome.pgs_id}: ${outcome.error.message}` });
      continue;
    }
    tally.ok++;
    const { result } = outcome;
    if (result.synthetic) output.synthetic();
    if (result.warnings.length > 0) tally.withWarnings++;
    const method = tally.methods.get(result.percentile_method);
    if (method === undefined)
      tally.methods.set(result.percentile_method, { count: 1, withheld: result.percentile === null });
    else method.count++;
    if (explain) for (const sentence of remarksOn(result)) output.note(`${result.pgs_id}: ${sentence}`);
    yield outcome;
  }
  if (!explain && tally.withWarnings > 0)
    output.note(
      `${tally.withWarnings} of ${tally.ok} scores have warnings: see --columns +warnings, or "warnings" of --format json.`,
    );
}

/** Why there is no percentile, or not the one of the people asked for; then the warnings. */
function remarksOn({ withheld, percentile, reference_not_used: refused, warnings }: PrsResult): readonly string[] {
  const isAnother = percentile !== null && refused !== null && refused.code !== 'no_distribution';
  return [...withheld.map(({ sentence }) => sentence), ...(isAnother ? [refused.sentence] : []), ...warnings];
}

function readScores(values: Readonly<Record<string, unknown>>): readonly ScoreReference[] {
  const ids = readPgsIds((values['pgs-id'] as readonly string[] | undefined) ?? []).map((pgs_id) => ({
    kind: 'id' as const,
    pgs_id,
  }));
  const files = (values['scoring-file'] as readonly string[] | undefined) ?? [];
  const scores = [...ids, ...files.map((path) => ({ kind: 'file' as const, path }))];
  if (scores.length === 0 && values.trait === undefined && values.score === undefined)
    throw errors.usage('compute needs --pgs-id IDS, --scoring-file FILES, --score SOURCE:SCORE or --trait TRAITS.');
  return scores;
}

function readInputMode(text: unknown): GenotypeInputMode | undefined {
  if (text === undefined || text === 'auto') return undefined;
  const mode = INPUT_MODES.find((name) => name === text);
  if (mode === undefined)
    throw errors.usage(`There is no input mode "${text}".`, `Modes are auto, ${INPUT_MODES.join(', ')}.`);
  return mode;
}

/** `--chromosomes` wins over the setting; a single word may be `all` or `autosomes`. */
function readPolicies(settings: CliSettings, flag: readonly string[] | undefined): ScoringPolicies {
  const policies = pickPolicies(settings);
  const asked =
    flag?.length === 1 && (flag[0] === 'all' || flag[0] === 'autosomes') ? flag[0] : (flag ?? settings.chromosomes);
  if (typeof asked === 'string') return { ...policies, chromosomes: asked };
  const names = asked.map((name) => name.replace(/^chr/i, '').toUpperCase());
  const unknown = names.find((name) => !(CHROMOSOMES as readonly string[]).includes(name));
  if (unknown !== undefined)
    throw errors.usage(`There is no chromosome "${unknown}".`, `Chromosomes are ${CHROMOSOMES.join(', ')}.`);
  return { ...policies, chromosomes: names };
}
