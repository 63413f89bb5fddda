import type { HealthCheck, PrsErrorData } from '../../core/index.ts';
import { type GridState, TOP_OF_GRID } from '../grid.ts';
import { type Line, presentFacts, presentFailure, type Tone } from '../present.ts';
import { wrapText } from '../text.ts';
import { GLOSSARY } from './glossary.ts';
import { QUESTIONS } from './questions.ts';

/** In the order of the tabs. */
export const HELP_PAGES = [
  { key: 'questions', title: 'Questions' },
  { key: 'glossary', title: 'Glossary' },
  { key: 'doctor', title: 'Doctor' },
] as const;
export type HelpPage = (typeof HELP_PAGES)[number]['key'];

export type Examination =
  | { readonly status: 'none' | 'running' }
  | { readonly status: 'failed'; readonly error: PrsErrorData }
  | { readonly status: 'done'; readonly checks: readonly HealthCheck[] };

export interface HelpState {
  readonly page: HelpPage;
  readonly grid: GridState;
  readonly examination: Examination;
}

export type HelpEvent =
  | { readonly type: 'help_page_chosen'; readonly page: HelpPage }
  | { readonly type: 'examination_changed'; readonly examination: Examination };

export const INITIAL_HELP: HelpState = { page: 'questions', grid: TOP_OF_GRID, examination: { status: 'none' } };

export function reduceHelp(state: HelpState, event: HelpEvent): HelpState {
  switch (event.type) {
    case 'help_page_chosen':
      return { ...state, page: event.page, grid: TOP_OF_GRID };
    case 'examination_changed':
      return { ...state, examination: event.examination };
  }
}

/** The page beside the shown one, around the end. */
export function neighbourPage(page: HelpPage, step: 1 | -1): HelpPage {
  const index = HELP_PAGES.findIndex(({ key }) => key === page);
  return HELP_PAGES[(index + step + HELP_PAGES.length) % HELP_PAGES.length].key;
}

export function presentHelpPage({ page, examination }: HelpState, terminal: readonly HealthCheck[], width: number) {
  switch (page) {
    case 'questions':
      return QUESTIONS.flatMap(([question, answer]): readonly Line[] => [
        ...wrapText(question, width).map((text): Line => ({ text, tone: 'accent' })),
        ...wrapText(answer, width).map((text): Line => ({ text, tone: 'plain' })),
        BLANK,
      ]);
    case 'glossary':
      return presentFacts(GLOSSARY, width);
    case 'doctor':
      return presentExamination(examination, terminal, width);
  }
}

const BLANK: Line = { text: '', tone: 'plain' };

const STATES: Readonly<Record<HealthCheck['state'], { readonly word: string; readonly tone: Tone }>> = {
  good: { word: 'ok', tone: 'plain' },
  warn: { word: 'limited', tone: 'warn' },
  bad: { word: 'BROKEN', tone: 'bad' },
  unknown: { word: '-', tone: 'dim' },
};

function presentExamination(
  examination: Examination,
  terminal: readonly HealthCheck[],
  width: number,
): readonly Line[] {
  switch (examination.status) {
    case 'none':
    case 'running':
      return [{ text: 'Looking at Node, memory, folders, catalogue and terminal ...', tone: 'dim' }];
    case 'failed':
      return presentFailure(examination.error, width);
    case 'done':
      return presentFacts(
        [...examination.checks, ...terminal].map(({ title, state, said, mend }) => {
          const { word, tone } = STATES[state];
          return [title, [`${word}: ${said}`, mend].filter((text) => text !== null).join(' -> '), tone];
        }),
        width,
      );
  }
}
