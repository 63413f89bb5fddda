import type { Store } from '../store.ts';

/**
 * Whoever looks at the list of scores will search it: what the first letter would wait half a second for is made
 * meanwhile, in steps between which keys are heard.
 */
export function prepareSearch({ getState, subscribe }: Store): void {
  let prepared: unknown;
  const step = (): void => {
    if (getState().compute.scores.prepareFind()) setImmediate(step);
  };
  subscribe(() => {
    const { screen, compute } = getState();
    const { status, find } = compute.scores;
    if (screen !== 'compute' || compute.step !== 'scores' || status !== 'ready' || find === prepared) return;
    prepared = find;
    setImmediate(step);
  });
}
