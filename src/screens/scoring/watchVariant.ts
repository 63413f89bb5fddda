import { type ComputeRequest, errorData, type LocusRequest, type RunOptions, type Session } from '../../core/index.ts';
import { requestFor } from '../plans.ts';
import type { AppState } from '../state.ts';
import type { Store } from '../store.ts';
import { rowUnderCursor } from '../tableView.ts';
import type { Asked, Inspection } from './inspection.ts';
import { findInspectionProblem } from './presentVariant.ts';

interface Wanted {
  readonly name: string;
  readonly row: number;
  readonly request: ComputeRequest;
  /** The genome as it was opened: a VCF has more in its records than the Parquet made of it. */
  readonly genotypes: string;
}

/** Looks the open row up in the open genome; what is asked for a row that was left is ended. */
export function watchVariant({ getState, dispatch, subscribe }: Store, session: Session): void {
  let known: readonly unknown[] = [];
  let running = new AbortController();
  const look = (): void => {
    const state = getState();
    const inputs = inputsOf(state);
    if (inputs.every((input, place) => input === known[place])) return;
    known = inputs;
    running.abort();
    running = new AbortController();
    const wanted = wantedOf(state);
    if (wanted !== null) void inspect(wanted, running.signal);
  };
  const inspect = async ({ name, row, request, genotypes }: Wanted, signal: AbortSignal): Promise<void> => {
    let shown: Inspection = { name, row, match: { status: 'loading', heard: null }, records: null };
    const show = (change: Partial<Inspection>): void => {
      if (signal.aborted) return;
      shown = { ...shown, ...change };
      dispatch({ type: 'variant_inspected', inspection: shown });
    };
    show({});
    const match = await ask(
      (run) => session.explainRow(request, row, run),
      signal,
      (match) => show({ match }),
    );
    const { chrom, pos } = match?.[0] ?? { chrom: null, pos: null };
    if (chrom === null || pos === null) return;
    const locus: LocusRequest = { genotypes, sample: request.sample, chrom, pos };
    show({ records: { status: 'loading', heard: null } });
    await ask(
      (run) => session.readLocus(locus, run),
      signal,
      (records) => show({ records }),
    );
  };
  subscribe(look);
}

/** Asks, says how far that is, and what came of it; null when nothing did. */
async function ask<Found>(
  question: (run: RunOptions) => Promise<Found>,
  signal: AbortSignal,
  show: (asked: Asked<Found>) => void,
): Promise<Found | null> {
  const startedAt = performance.now();
  try {
    const found = await question({
      signal,
      onProgress: (progress) =>
        show({ status: 'loading', heard: { progress, elapsed_ms: performance.now() - startedAt } }),
    });
    show({ status: 'ready', found });
    return found;
  } catch (error) {
    show({ status: 'failed', error: errorData(error) });
    return null;
  }
}

/** All that the answer depends on, each replaced when it changes. */
function inputsOf({ screen, scoring, compute: { genome }, settings }: AppState): readonly unknown[] {
  const { opened, build } = scoring;
  const isOpen = screen === 'scoring' && opened.status === 'ready' && opened.view.openRow !== null;
  if (!isOpen) return [false];
  const { inspection, sample, normalization } = genome;
  const chosen = [genome.build, genome.forceBuild, sample, inspection, normalization.status];
  return [true, opened.name, build, rowUnderCursor(opened.view), settings, ...chosen];
}

function wantedOf(state: AppState): Wanted | null {
  const { scoring, screen, compute } = state;
  const { opened } = scoring;
  const { inspection } = compute.genome;
  if (screen !== 'scoring' || opened.status !== 'ready' || opened.view.openRow === null) return null;
  const row = rowUnderCursor(opened.view);
  const request = findInspectionProblem(state) === null ? requestFor(state, [opened.name]) : null;
  if (row === undefined || request === null || inspection.status !== 'ready') return null;
  return { name: opened.name, row, request, genotypes: inspection.found.path };
}
