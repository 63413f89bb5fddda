import type { EstimateRequest, Session } from '../../core/index.ts';
import { referenceOf } from '../scoring/state.ts';
import type { AppState } from '../state.ts';
import type { Store } from '../store.ts';
import { buildInForce } from './genome.ts';

/** Asks what the marked scores would take, whenever that changed; one question at a time, the last one counts. */
export function watchEstimate(store: Store, session: Session): void {
  let asked: readonly unknown[] = [];
  let isAsking = false;
  const ask = (): void => {
    const state = store.getState();
    const inputs = inputsOf(state);
    if (isAsking || inputs.every((input, place) => input === asked[place])) return;
    asked = inputs;
    const request = requestOf(state);
    if (request === null) {
      store.dispatch({ type: 'estimated', estimate: null });
      return;
    }
    isAsking = true;
    session
      .estimate(request)
      // What is wrong with the genotypes is told by opening them.
      .catch(() => null)
      .then((estimate) => {
        isAsking = false;
        store.dispatch({ type: 'estimated', estimate });
        ask();
      });
  };
  store.subscribe(ask);
}

/** All that the estimate depends on, each replaced when it changes. A run fills the cache, and downloads bring files. */
const inputsOf = ({ compute, jobs }: AppState): readonly unknown[] => {
  const { genome, scores } = compute;
  const ended = jobs.list.filter(({ status }) => status !== 'running').length;
  return [genome.inspection, genome.normalization.status, genome.build, scores.selected, scores.all, ended];
};

function requestOf({ compute, settings }: AppState): EstimateRequest | null {
  const { genome, scores } = compute;
  const build = buildInForce(genome);
  if (genome.inspection.status !== 'ready' || build === null || scores.selected.size === 0) return null;
  const counts = new Map(scores.all.map(({ pgs_id, n_variants }) => [pgs_id, n_variants]));
  return {
    genotypes:
      genome.normalization.status === 'done' ? genome.normalization.report.output : genome.inspection.found.path,
    scores: [...scores.selected].map((name) => ({
      reference: referenceOf(name),
      n_variants: counts.get(name) ?? null,
    })),
    build,
    dosage: settings.policies.dosage,
  };
}
