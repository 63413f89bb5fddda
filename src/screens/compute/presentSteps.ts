import { plural } from '../present.ts';
import type { AppState, ComputeStep } from '../state.ts';
import { buildInForce } from './genome.ts';

/** Where one of the three steps stands, in a few words. */
export const presentStep = (state: AppState, step: ComputeStep): string => STEPS[step](state);

const STEPS: Readonly<Record<ComputeStep, (state: AppState) => string>> = {
  genome: presentGenome,
  scores: presentSelection,
  results: presentRun,
};

function presentGenome({ compute: { genome } }: AppState): string {
  const { inspection } = genome;
  switch (inspection.status) {
    case 'none':
      return 'not chosen yet';
    case 'running':
      return 'reading the header';
    case 'failed':
      return 'could not be opened';
    case 'ready': {
      const name = inspection.found.path.split('/').at(-1);
      const sample = genome.sample === null ? 'choose a sample' : `sample ${genome.sample}`;
      const normalized = genome.normalization.status === 'done' ? ', normalised' : '';
      return `${name}, ${sample}, ${buildInForce(genome) ?? 'choose a build'}${normalized}`;
    }
  }
}

function presentSelection({ compute: { scores } }: AppState): string {
  switch (scores.status) {
    case 'loading':
      return 'reading the catalogue';
    case 'failed':
      return `${scores.selected.size} marked; the catalogue could not be read`;
    case 'ready':
      return `${scores.selected.size} of ${plural(scores.all.length, 'score')} marked`;
  }
}

function presentRun({ compute: { results } }: AppState): string {
  const { run } = results;
  if (run === null) return 'not computed yet';
  const failures = run.outcomes.filter(({ status }) => status === 'failed').length;
  const done = `${run.outcomes.length} of ${run.scores.length}`;
  const failed = failures === 0 ? '' : `, ${failures} failed`;
  switch (run.status) {
    case 'running':
      return `computing, ${done} done${failed}`;
    case 'done':
      return `${done} done${failed}`;
    default:
      return `${done} done${failed}, then ${run.status}`;
  }
}
