/** Long work that the screens ask for: what it calls of the session, and what becomes of it on the screen. */
import {
  type ComputeRequest,
  errorData,
  type GenomeBuild,
  type PrsResult,
  type ReleaseChanges,
  type ScoreDownload,
  type Session,
} from '../core/index.ts';
import { commandLine, computeLine, normalizeLine } from './commandLine.ts';
import { titleOfSample } from './compute/compareChoices.ts';
import { comparisonUnderCursor, type ReadAgainst } from './compute/comparing.ts';
import { buildInForce } from './compute/genome.ts';
import { outcomeUnderCursor } from './compute/results.ts';
import type { JobPlan } from './jobs/runner.ts';
import { type Heard, type Line, plural, presentBytes, presentCount } from './present.ts';
import { referenceOf } from './scoring/state.ts';
import type { AppState } from './state.ts';
import type { Store } from './store.ts';

interface Context {
  readonly session: Session;
  readonly dispatch: Store['dispatch'];
  /** As it was when the work was asked for. */
  readonly state: AppState;
}

/** Null while no genome is open. */
export function planNormalization(
  { session, dispatch, state }: Context,
  normalizedPathFor: (vcf: string) => string,
): JobPlan | null {
  const { inspection, sample } = state.compute.genome;
  if (inspection.status !== 'ready') return null;
  const vcf = inspection.found.path;
  return {
    title: `Normalise ${vcf.split('/').at(-1)}`,
    commandLine: normalizeLine(state),
    async work({ signal, onProgress, say }) {
      dispatch({ type: 'normalize_changed', normalization: { status: 'running', heard: null } });
      const report = await session.normalize(
        { vcf, output: normalizedPathFor(vcf), filters: state.settings.filters, sample: sample ?? undefined },
        { signal, onProgress },
      );
      if (signal.aborted) return 'failed';
      dispatch({ type: 'normalize_changed', normalization: { status: 'done', report } });
      say({ text: `${presentCount(report.records_kept)} records in ${report.output}`, tone: 'good' });
      return 'done';
    },
    onHeard: (heard) => dispatch({ type: 'normalize_changed', normalization: { status: 'running', heard } }),
    onFailed: (error) =>
      dispatch({ type: 'normalize_changed', normalization: { status: 'failed', error: errorData(error) } }),
    onCancelled: () => dispatch({ type: 'normalize_changed', normalization: { status: 'none' } }),
  };
}

/** The open genome with the settings in force; null while none is open. */
export function requestFor(
  { compute: { genome }, settings }: AppState,
  names: readonly string[],
): ComputeRequest | null {
  if (genome.inspection.status !== 'ready') return null;
  const { normalization, inspection } = genome;
  return {
    genotypes: normalization.status === 'done' ? normalization.report.output : inspection.found.path,
    sample: genome.sample ?? undefined,
    scores: names.map(referenceOf),
    build: buildInForce(genome),
    forceBuild: genome.forceBuild,
    filters: settings.filters,
    policies: settings.policies,
    population: settings.population,
    fasta: settings.fasta,
  };
}

/** What is to be explained: the score under the cursor; null where there is none. */
export function planExplanation(state: AppState): { readonly pgs_id: string; readonly request: ComputeRequest } | null {
  const { results } = state.compute;
  const outcome = outcomeUnderCursor(results);
  if (outcome?.status !== 'ok' || results.run === null) return null;
  const name = results.run.scores[results.run.outcomes.indexOf(outcome)];
  const request = requestFor(state, [name]);
  return request === null ? null : { pgs_id: outcome.result.pgs_id, request };
}

/** Null while no genome is open. */
export function planComputation({ session, dispatch, state }: Context): JobPlan | null {
  const { genome, scores } = state.compute;
  const names = [...scores.selected].sort();
  const wanted = requestFor(state, names);
  if (wanted === null || genome.inspection.status !== 'ready') return null;
  const { inspection } = genome;
  const request: ComputeRequest = {
    ...wanted,
    // Closing the terminal must not lose what is done: the next run takes it over.
    resume: true,
    // By trait, versions of one score have one vote: the sketch tells them.
    sketchVariants: true,
  };
  let startedAt = 0;
  const elapsed = (): number => performance.now() - startedAt;
  return {
    title: `Compute ${plural(names.length, 'score')} for ${inspection.found.path.split('/').at(-1)}`,
    commandLine: computeLine(state),
    async work({ signal, onProgress, say }) {
      startedAt = performance.now();
      dispatch({ type: 'run_started', scores: names, request });
      let failed = 0;
      for await (const outcome of session.compute(request, { signal, onProgress })) {
        if (signal.aborted) return 'failed';
        dispatch({ type: 'run_outcome', outcome, elapsed_ms: elapsed() });
        if (outcome.status === 'ok') continue;
        failed++;
        say({ text: `${outcome.pgs_id}: ${outcome.error.message}`, tone: 'bad' });
      }
      if (signal.aborted) return 'failed';
      dispatch({ type: 'run_ended', status: 'done', elapsed_ms: elapsed() });
      say({ text: `${plural(names.length - failed, 'score')} computed, ${failed} failed.`, tone: 'plain' });
      return failed === names.length ? 'failed' : 'done';
    },
    onHeard: (heard) => dispatch({ type: 'run_heard', heard }),
    onFailed: (error) => dispatch({ type: 'run_failed', error: errorData(error) }),
    onCancelled: () => dispatch({ type: 'run_ended', status: 'cancelled', elapsed_ms: elapsed() }),
  };
}

/** Computes the scores of the run for another sample of the open genome, to hold them against those there are. */
export function planOtherSample(
  { session, dispatch, state }: Context,
  sample: string,
  onDone: (read: ReadAgainst) => void,
): JobPlan | null {
  const { genome, results } = state.compute;
  if (results.run === null || genome.inspection.status !== 'ready') return null;
  const { path } = genome.inspection.found;
  // The Parquet of one person holds no other.
  const request: ComputeRequest = { ...results.run.request, genotypes: path, sample };
  const title = titleOfSample(sample);
  const loading = (heard: Heard | null): void =>
    dispatch({ type: 'comparing_changed', comparing: { status: 'loading', title, heard, isJob: true } });
  return {
    title: `Compute ${plural(request.scores.length, 'score')} for sample ${sample}, to compare`,
    commandLine: null,
    async work({ signal, onProgress, say }) {
      loading(null);
      const found: PrsResult[] = [];
      for await (const outcome of session.compute(request, { signal, onProgress })) {
        if (signal.aborted) return 'failed';
        if (outcome.status === 'ok') found.push(outcome.result);
        else say({ text: `${outcome.pgs_id}: ${outcome.error.message}`, tone: 'bad' });
      }
      if (signal.aborted) return 'failed';
      onDone({ title, results: found, request });
      return found.length === 0 ? 'failed' : 'done';
    },
    onHeard: loading,
    onFailed: (error) =>
      dispatch({ type: 'comparing_changed', comparing: { status: 'failed', title, error: errorData(error) } }),
    onCancelled: () => dispatch({ type: 'comparing_changed', comparing: null }),
  };
}

/** Requests of the score that is open in a comparison, of A and of B; null where the genome of A is not at hand. */
export function planMovedRows({
  compute: { results },
}: AppState): { readonly pgs_id: string; readonly a: ComputeRequest; readonly b: ComputeRequest } | null {
  const { comparing, run } = results;
  if (comparing?.status !== 'ready' || comparing.request === null || run === null) return null;
  const found = comparisonUnderCursor(comparing);
  if (found === undefined || found.a === null || found.b === null) return null;
  const place = run.outcomes.findIndex((outcome) => outcome.status === 'ok' && outcome.result === found.b);
  const scores = [referenceOf(run.scores[place] ?? found.pgs_id)];
  return { pgs_id: found.pgs_id, a: { ...comparing.request, scores }, b: { ...run.request, scores } };
}

/** Files fetched at the same time: more would be rude to the server. */
const DOWNLOADS_AT_ONCE = 4;

/** The build that scoring files are fetched for. */
export const buildToFetch = ({ compute, scoring }: AppState): GenomeBuild =>
  buildInForce(compute.genome) ?? scoring.build;

export function planDownload({ session, dispatch }: Context, pgs_ids: readonly string[], build: GenomeBuild): JobPlan {
  return {
    title: `Download ${plural(pgs_ids.length, 'score')} for ${build}`,
    commandLine: commandLine('catalog', 'download', ...pgs_ids, '--build', build),
    async work({ signal, onProgress, say }) {
      let failed = 0;
      const request = { pgs_ids, build, jobs: DOWNLOADS_AT_ONCE };
      for await (const outcome of session.downloadScores(request, { signal, onProgress })) {
        if (outcome.status === 'failed') failed++;
        say(...presentDownload(outcome));
      }
      const text = `${plural(pgs_ids.length - failed, 'scoring file')} here${failed === 0 ? '' : `, ${failed} failed: see Jobs`}.`;
      dispatch({ type: 'noticed', notice: { text, tone: failed === 0 ? 'good' : 'warn' } });
      return failed === 0 ? 'done' : 'failed';
    },
    onFailed: (error) => {
      const text = `Not downloaded, see Jobs: ${errorData(error).message}`;
      dispatch({ type: 'noticed', notice: { text, tone: 'bad' } });
    },
  };
}

/** Fetches one score and opens it. */
export function planFetch(
  { session, dispatch }: Context,
  { pgs_id, build }: { readonly pgs_id: string; readonly build: GenomeBuild },
  open: () => void,
): JobPlan {
  const fail = (error: { readonly message: string; readonly hint: string | null }): void =>
    dispatch({ type: 'score_failed', name: pgs_id, error });
  return {
    title: `Download ${pgs_id} for ${build}`,
    commandLine: commandLine('catalog', 'download', pgs_id, '--build', build),
    async work({ signal, onProgress, say }) {
      for await (const outcome of session.downloadScores(
        { pgs_ids: [pgs_id], build, jobs: 1 },
        { signal, onProgress },
      )) {
        say(...presentDownload(outcome));
        if (outcome.error !== null) {
          fail(outcome.error);
          return 'failed';
        }
      }
      open();
      return 'done';
    },
    onHeard: (heard) => dispatch({ type: 'score_heard', name: pgs_id, heard }),
    onFailed: (error) => fail(errorData(error)),
    onCancelled: () => fail({ message: `The download of ${pgs_id} was cancelled.`, hint: 'Enter starts it again.' }),
  };
}

function presentDownload({ pgs_id, status, bytes, rows, error }: ScoreDownload): readonly Line[] {
  if (error !== null)
    return [
      { text: `${pgs_id}: ${error.message}`, tone: 'bad' },
      ...(error.hint === null ? [] : [{ text: `  ${error.hint}`, tone: 'plain' as const }]),
    ];
  const size = bytes === null ? '' : `, ${presentBytes(bytes)}`;
  const count = rows === null ? '' : `, ${plural(rows, 'variant')}`;
  return [
    { text: `${pgs_id}: ${status === 'present' ? 'was here already' : 'downloaded'}${size}${count}`, tone: 'good' },
  ];
}

export function planUpdate({ session, dispatch }: Context): JobPlan {
  return {
    title: 'Update the catalogue',
    commandLine: commandLine('catalog', 'update'),
    async work({ signal, onProgress, say }) {
      const { manifest, unchanged, changes } = await session.updateCatalog({ signal, onProgress });
      if (signal.aborted) return 'failed';
      const sheets = manifest.files.length - unchanged.length;
      say({
        text: `${plural(sheets, 'new sheet')} from ${manifest.source}, ${unchanged.length} as before.`,
        tone: 'good',
      });
      if (changes !== null) say(...presentChanges(changes));
      const text =
        changes === null ? 'The catalogue is here.' : `The catalogue is up to date: ${countChanges(changes)}.`;
      dispatch({ type: 'noticed', notice: { text, tone: 'good' } });
      return 'done';
    },
    onFailed: (error) => {
      const text = `Not updated, see Jobs: ${errorData(error).message}`;
      dispatch({ type: 'noticed', notice: { text, tone: 'bad' } });
    },
  };
}

const countChanges = ({ added, revised, removed }: ReleaseChanges): string =>
  `${plural(added.length, 'score')} added, ${revised.length} revised, ${removed.length} removed`;

const presentChanges = (changes: ReleaseChanges): readonly Line[] =>
  (['added', 'revised', 'removed'] as const).flatMap((kind): readonly Line[] =>
    changes[kind].length === 0 ? [] : [{ text: `${kind}: ${changes[kind].join(' ')}`, tone: 'plain' }],
  );
