import { shownResults } from './compute/results.ts';
import { HELP_PAGES } from './help/helpPages.ts';
import { tableTitle } from './metadata/tables.ts';
import { pluginUnderCursor } from './plugins/state.ts';
import { type AppState, SCREENS } from './state.ts';
import { findTable } from './views.ts';

/** Where the reader is, from the outside in. */
export function breadcrumbOf(state: AppState): readonly string[] {
  const screen = SCREENS.find(({ name }) => name === state.screen)?.title ?? '';
  if (state.overlay?.kind === 'help') return [screen, state.overlay.title];
  switch (state.screen) {
    case 'help':
      return [screen, HELP_PAGES.find(({ key }) => key === state.help.page)?.title ?? ''];
    case 'jobs':
      return state.jobs.log === null ? [screen] : [screen, 'Log'];
    case 'plugins':
      return state.plugins.open === null ? [screen] : [screen, pluginUnderCursor(state.plugins)?.name ?? ''];
    case 'metadata': {
      const label = tableTitle(state.metadata.sheet);
      return findTable(state)?.view.openRow ? [screen, label, 'Row'] : [screen, label];
    }
    case 'scoring': {
      const { opened } = state.scoring;
      return opened.status === 'none' ? [screen] : [screen, opened.name.split('/').at(-1) ?? ''];
    }
    case 'compute': {
      const { step, results } = state.compute;
      const title = { genome: 'Genome', scores: 'Scores', results: 'Results' }[step];
      if (step === 'genome' && state.compute.genome.records !== null) return [screen, title, 'Records'];
      if (step === 'results' && results.why !== null) return [screen, title, 'Why'];
      if (step === 'results' && results.comparing !== null) return [screen, title, 'Compared'];
      return step !== 'results' || shownResults(results).openRow === null
        ? [screen, title]
        : [screen, title, 'One result'];
    }
  }
}
