import {
  CHROMOSOMES,
  type ComputeRequest,
  EXIT,
  errors,
  type GenotypeInputMode,
  INPUT_MODES,
  type PrsResult,
  pickPolicies,
  type ScoreOutcome,
  type ScoreReference,
  type ScoringPolicies,
  writeChunks,
} from '../core/index.ts';
import { fetchMissingScores } from './catalogFetch.ts';
import { runCohort } from './cohort.ts';
import { formatResults, readFormat } from './formats.ts';
import type { CliSettings, CommandContext } from './host.ts';
import type { Output } from './output.ts';
import { checkOutputs } from './outputFile.ts';
import { readPgsIds } from './pgsIds.ts';

export async function runCompute(context: CommandContext): Promise<number> {
  const { flags, settings } = context;
  const genotypes = flags.values.vcf as string | undefined;
  if (genotypes === undefined) throw errors.usage('compute needs --vcf FILE.');
  const scores = readScores(flags.values);
  const request: ComputeRequest = {
    genotypes,
    sample: settings.sample,
    scores,
    build: settings.build,
    forceBuild: flags.values['force-build'] === true,
    filters: settings.filters,
    policies: readPolicies(settings, flags.values.chromosomes as readonly string[] | undefined),
    population: settings.population,
    fasta: settings.fasta,
    inputMode: readInputMode(flags.values['input-mode']),
    resume: flags.values.resume === true,
    dumpVariants: flags.values['dump-variants'] as string | undefined,
  };
  await checkOutputs(
    [flags.values.output as string | undefined, request.dumpVariants],
    [genotypes, settings.fasta, ...scores.map((score) => (score.kind === 'file' ? score.path : undefined))],
  );
  const isCohort = settings.sample === 'all';
  checkPolicies(request.policies, isCohort);
  if (settings.download) await fetchMissingScores(context, request);
  return isCohort ? runCohort(context, request) : computeAndPrint(context, request);
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

/** Computes, prints in the format asked for, tells failures on stderr; returns the exit code. */
export async function computeAndPrint(context: CommandContext, request: ComputeRequest): Promise<number> {
  const { flags, session, output, host } = context;
  const format = readFormat(flags.values.format);
  const outcomes = session.compute(request, { signal: host.signal, onProgress: (p) => output.progress(p) });
  const tally = { ok: 0, failed: 0, withWarnings: 0, withheld: 0 };
  const explain = request.scores.length <= EXPLAINED_SCORES;
  const chunks = formatResults(reportOutcomes(outcomes, { output, tally, explain }), format);
  const file = flags.values.output as string | undefined;
  if (file === undefined) for await (const chunk of chunks) output.result(chunk);
  else await writeChunks(file, chunks);
  output.clearProgress();
  if (file !== undefined) output.note(`Written to ${file}`);
  if (tally.failed === 0) return EXIT.ok;
  return tally.ok === 0 ? EXIT.failure : EXIT.partial;
}

/** Up to this many scores, every warning is told on stderr; more would hide the results. */
const EXPLAINED_SCORES = 3;

interface Report {
  readonly output: Output;
  readonly tally: { ok: number; failed: number; withWarnings: number; withheld: number };
  readonly explain: boolean;
}

/** The results among the outcomes; failures and warnings are told as they come. */
async function* reportOutcomes(
  outcomes: AsyncIterable<ScoreOutcome>,
  { output, tally, explain }: Report,
): AsyncGenerator<PrsResult> {
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
    if (result.withheld.length > 0) tally.withheld++;
    if (explain) for (const { sentence } of result.withheld) output.note(`${result.pgs_id}: ${sentence}`);
    if (explain) for (const warning of result.warnings) output.note(`${result.pgs_id}: ${warning}`);
    yield result;
  }
  if (!explain && tally.withheld > 0)
    output.note(`The percentile of ${tally.withheld} of ${tally.ok} scores was withheld: see the column "withheld".`);
  if (!explain && tally.withWarnings > 0)
    output.note(
      `${tally.withWarnings} of ${tally.ok} scores have warnings: see the column "warnings" of --format json or csv.`,
    );
}

function readScores(values: Readonly<Record<string, unknown>>): readonly ScoreReference[] {
  const ids = readPgsIds((values['pgs-id'] as readonly string[] | undefined) ?? []).map((pgs_id) => ({
    kind: 'id' as const,
    pgs_id,
  }));
  const files = (values['scoring-file'] as readonly string[] | undefined) ?? [];
  const scores = [...ids, ...files.map((path) => ({ kind: 'file' as const, path }))];
  if (scores.length === 0) throw errors.usage('compute needs --pgs-id IDS or --scoring-file FILES.');
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
