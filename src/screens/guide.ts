import { findGenomeProblem } from './compute/genome.ts';
import { plural } from './present.ts';
import type { AppState } from './state.ts';
import { findTable, focusOf } from './views.ts';

/** Why nothing can be computed now, as a sentence that says what to do; null when it can. */
export function findComputeProblem({ compute }: AppState): string | null {
  const { genome, scores, results } = compute;
  if (results.run?.status === 'running') return 'Computing already: esc cancels.';
  if (genome.normalization.status === 'running') return 'Normalising: wait, or cancel it with esc.';
  const genomeProblem = findGenomeProblem(genome);
  if (genomeProblem !== null) return genomeProblem;
  return scores.selected.size === 0 ? 'Mark at least one score with space.' : null;
}

/** What to do next, for someone who has read nothing. */
export function presentNextStep(state: AppState): string {
  const { genome, scores, results } = state.compute;
  switch (focusOf(state)) {
    case 'path_field':
      return genome.completions.length === 0
        ? 'Type the path of a VCF and press enter.'
        : 'Type the path of a VCF, or go down to one and press enter.';
    case 'genome':
      if (genome.inspection.status !== 'ready') return 'Press e to choose a genome.';
      if (genome.normalization.status === 'running') return 'Normalising: esc cancels.';
      return findGenomeProblem(genome) ?? 'Press enter to choose scores.';
    case 'scores':
      if (scores.status !== 'ready') return '';
      if (scores.selected.size === 0) return 'Mark scores with space, then press c to compute them.';
      return findComputeProblem(state) ?? `Press c to compute ${plural(scores.selected.size, 'score')}.`;
    case 'results':
      if (results.run === null)
        return findComputeProblem(state) ?? `Press enter to compute ${plural(scores.selected.size, 'score')}.`;
      return results.run.status === 'running'
        ? 'Computing: esc cancels and keeps what is done.'
        : 'Press enter to read a result in full.';
    case 'result_detail': return 'Left and right go to the other results.';
    case 'sheet':
    case 'variants': return presentMatches(state) ?? 'Press / to search, enter to read a row in full.';
    case 'score_field': return 'Type a PGS id such as PGS000001, or the path of a scoring file.';
    case 'confirm_quit': return 'Work is running and would be lost.';
    case 'help': return 'These keys work here; below are those of the other screens.';
    default: return '';
  }
}

/** Where the cursor is among what the search found. */
export function presentMatches(state: AppState): string | null {
  const view = findTable(state)?.view;
  if (view === undefined || view.query === '') return null;
  if (view.matches.length === 0) return `Nothing holds "${view.query}".`;
  const position = view.matches.indexOf(view.grid.cursor);
  const place = position < 0 ? '' : `${position + 1} of `;
  return `"${view.query}": ${place}${plural(view.matches.length, 'row')}; n next, N previous.`;
}
