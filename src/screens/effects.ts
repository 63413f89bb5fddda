import { errorData, type GenomeBuild, type MetadataSheet, type Session } from '../core/index.ts';
import { buildInForce } from './compute/genome.ts';
import type { Heard } from './present.ts';
import { referenceOf, VARIANTS_SHOWN } from './scoring/state.ts';
import type { AppState } from './state.ts';
import type { Store } from './store.ts';

/** What commands can have done. Each starts its work, and its outcome comes back as events. */
export interface Effects {
  loadScores(): void;
  loadSheet(sheet: MetadataSheet): void;
  completePath(typed: string): void;
  inspect(path: string): void;
  normalize(): void;
  openScore(name: string, build: GenomeBuild): void;
  /** Writes text as a new file and says so. */
  writeFile(path: string, text: string): void;
  compute(): void;
  /** Stops computing or normalising: at once for the reader, soon for the machine. */
  cancel(): void;
}

export interface EffectsOptions {
  readonly session: Session;
  readonly store: Store;
  normalizedPathFor(vcf: string): string;
}

/** A frame costs some 10 ms of a login node: progress is drawn four times a second. */
const LEAST_MS_BETWEEN_PROGRESS = 250;

type Dispatch = Store['dispatch'];

/** The one place where screens call the session. */
export function createEffects({ session, store, normalizedPathFor }: EffectsOptions): Effects {
  const { dispatch, getState } = store;
  let work: AbortController | null = null;
  const startWork = (): AbortSignal => {
    work?.abort();
    work = new AbortController();
    return work.signal;
  };
  const cancel = (): void => {
    work?.abort();
    const { genome, results } = getState().compute;
    if (genome.normalization.status === 'running')
      dispatch({ type: 'normalize_changed', normalization: { status: 'none' } });
    if (results.run?.status === 'running')
      dispatch({ type: 'run_ended', status: 'cancelled', elapsed_ms: results.run.elapsed_ms });
  };
  return {
    loadScores() {
      session.listScores().then(
        (list) => dispatch({ type: 'scores_loaded', list }),
        (error) => dispatch({ type: 'scores_failed', error: errorData(error) }),
      );
    },
    loadSheet(sheet) {
      const known = getState().metadata.sheets[sheet]?.status;
      dispatch({ type: 'sheet_chosen', sheet });
      if (known === 'loading' || known === 'ready') return;
      session.readSheet(sheet).then(
        (table) => dispatch({ type: 'sheet_loaded', sheet, table }),
        (error) => dispatch({ type: 'sheet_failed', sheet, error: errorData(error) }),
      );
    },
    completePath(typed) {
      session.completePath(typed).then(
        (completions) => dispatch({ type: 'path_completed', typed, completions }),
        // A directory that may not be listed has no completions; inspecting the path tells why.
        () => dispatch({ type: 'path_completed', typed, completions: [] }),
      );
    },
    inspect(path) {
      cancel();
      dispatch({ type: 'genome_inspecting', path });
      session.inspectGenotypes(path).then(
        (found) => dispatch({ type: 'genome_inspected', path, found }),
        (error) => dispatch({ type: 'genome_failed', path, error: errorData(error) }),
      );
    },
    openScore(name, build) {
      dispatch({ type: 'score_opening', name, build });
      session.openScoringFile(referenceOf(name), build, VARIANTS_SHOWN).then(
        (file) => dispatch({ type: 'score_opened', name, file }),
        (error) => dispatch({ type: 'score_failed', name, error: errorData(error) }),
      );
    },
    writeFile(path, text) {
      session.writeNewFile(path, text).then(
        (written) => dispatch({ type: 'noticed', notice: { text: `Written to ${written}`, tone: 'good' } }),
        (error) => {
          const { message, hint } = errorData(error);
          dispatch({ type: 'noticed', notice: { text: [message, hint].filter(Boolean).join(' '), tone: 'bad' } });
        },
      );
    },
    normalize() {
      void normalizeGenome({ session, dispatch, state: getState(), normalizedPathFor }, startWork());
    },
    compute() {
      void computeScores({ session, dispatch, state: getState() }, startWork());
    },
    cancel,
  };
}

interface Job {
  readonly session: Session;
  readonly dispatch: Dispatch;
  /** As it was when the work was asked for. */
  readonly state: AppState;
}

async function normalizeGenome(
  { session, dispatch, state, normalizedPathFor }: Job & Pick<EffectsOptions, 'normalizedPathFor'>,
  signal: AbortSignal,
): Promise<void> {
  const { inspection, sample } = state.compute.genome;
  if (inspection.status !== 'ready') return;
  const vcf = inspection.found.path;
  const onProgress = hearProgress(signal, (heard) =>
    dispatch({ type: 'normalize_changed', normalization: { status: 'running', heard } }),
  );
  dispatch({ type: 'normalize_changed', normalization: { status: 'running', heard: null } });
  try {
    const report = await session.normalize(
      { vcf, output: normalizedPathFor(vcf), filters: state.settings.filters, sample: sample ?? undefined },
      { signal, onProgress },
    );
    if (!signal.aborted) dispatch({ type: 'normalize_changed', normalization: { status: 'done', report } });
  } catch (error) {
    if (!signal.aborted)
      dispatch({ type: 'normalize_changed', normalization: { status: 'failed', error: errorData(error) } });
  }
}

async function computeScores({ session, dispatch, state }: Job, signal: AbortSignal): Promise<void> {
  const { genome, scores } = state.compute;
  if (genome.inspection.status !== 'ready') return;
  const { normalization, inspection } = genome;
  const names = [...scores.selected].sort();
  const request = {
    genotypes: normalization.status === 'done' ? normalization.report.output : inspection.found.path,
    sample: genome.sample ?? undefined,
    scores: names.map(referenceOf),
    build: buildInForce(genome),
    forceBuild: genome.forceBuild,
    filters: state.settings.filters,
    policies: state.settings.policies,
    population: state.settings.population,
    fasta: state.settings.fasta,
  };
  const startedAt = performance.now();
  const elapsed = (): number => performance.now() - startedAt;
  const onProgress = hearProgress(signal, (heard) => dispatch({ type: 'run_heard', heard }));
  dispatch({ type: 'run_started', scores: names });
  try {
    for await (const outcome of session.compute(request, { signal, onProgress })) {
      if (signal.aborted) return;
      dispatch({ type: 'run_outcome', outcome, elapsed_ms: elapsed() });
    }
    if (!signal.aborted) dispatch({ type: 'run_ended', status: 'done', elapsed_ms: elapsed() });
  } catch (error) {
    if (!signal.aborted) dispatch({ type: 'run_failed', error: errorData(error) });
  }
}

/** Passes on progress now and then, with the time since the phase began. */
function hearProgress(signal: AbortSignal, onHeard: (heard: Heard) => void): (progress: Heard['progress']) => void {
  let phase = '';
  let startedAt = performance.now();
  let heardAt = -Infinity;
  return (progress) => {
    const now = performance.now();
    if (progress.phase !== phase) startedAt = now;
    else if (now - heardAt < LEAST_MS_BETWEEN_PROGRESS) return;
    phase = progress.phase;
    heardAt = now;
    if (!signal.aborted) onHeard({ progress, elapsed_ms: now - startedAt });
  };
}
