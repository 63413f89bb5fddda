/** The screens as a listener needs them: a few lines about each thing that can change, instead of a picture. */
import { breadcrumbOf } from '../breadcrumb.ts';
import { findColumns } from '../columnPicker.ts';
import { entriesOf } from '../commands.ts';
import { compareChoices } from '../compute/compareChoices.ts';
import { countMoves } from '../compute/comparing.ts';
import { genomeFacts } from '../compute/presentGenome.ts';
import { RESEARCH_NOTE, titleOpenResult } from '../compute/presentResult.ts';
import { presentStep } from '../compute/presentSteps.ts';
import type { ScoreSort } from '../compute/scoreList.ts';
import { countMarked, findTraits } from '../compute/traitPicker.ts';
import { presentStates } from '../compute/unmatched.ts';
import { presentNextStep, presentPlace, presentTypingLabel, SEARCH_PLACEHOLDERS } from '../guide.ts';
import { type Job, presentJob } from '../jobs/jobs.ts';
import { presentKey } from '../keymap.ts';
import { findLinks } from '../metadata/links.ts';
import { presentOpenRow } from '../metadata/presentRow.ts';
import { type Line, plural, presentFailure } from '../present.ts';
import { listOffers, presentOffer } from '../scoring/offers.ts';
import { presentCard, presentWeightLine } from '../scoring/presentCard.ts';
import { openLines } from '../scroll.ts';
import type { AppState, ComputeStep } from '../state.ts';
import type { TableView } from '../tableView.ts';
import { splitGraphemes } from '../text.ts';
import { type Focus, fieldOf, findTable, focusOf, textColumns } from '../views.ts';
import type { Part } from './part.ts';
import { presentCell, presentGridRow } from './rows.ts';
import { speakable } from './speakable.ts';
import { presentArrangement, presentRowCount } from './tableWords.ts';

const part = (name: string, lines: readonly string[], key = lines.join('\n')): Part => ({ name, key, lines });

/** In the order in which they are told. */
export function partsOf(state: AppState): readonly Part[] {
  const focus = focusOf(state);
  return [
    part('heading', [headingOf(state, focus)]),
    ...stepParts(state),
    ...(focus === 'results' && state.compute.results.run !== null ? [part('note', [RESEARCH_NOTE])] : []),
    part('text', speak(textOf(state, focus))),
    ...fieldParts(state, focus),
    part('choice', presentChoice(state, focus)),
    ...tableParts(state, focus),
    ...state.jobs.list.slice(0, JOBS_TOLD).map(jobPart),
    ...noticeParts(state),
    hintPart(state, focus),
  ];
}

const speak = (lines: readonly Line[]): readonly string[] =>
  lines.flatMap(({ text }) => {
    const said = speakable(text);
    return said === null ? [] : [said];
  });

const OVERLAY_TITLES: Readonly<Partial<Record<Focus, string>>> = {
  palette: 'Find a command',
  form: 'Form',
  columns: 'Columns',
  export: 'Export',
  compare: 'Compare the results',
  traits: 'Mark all scores of a trait',
  confirm_quit: 'Quit',
};

/** Where the reader is, with what is open there: when this changes, all is told anew. */
function headingOf(state: AppState, focus: Focus): string {
  const demo = state.isDemo ? ' (synthetic demo)' : '';
  return `${[...breadcrumbOf(state), ...openedIn(state, focus)].filter(Boolean).join(', ')}${demo}`;
}

function openedIn(state: AppState, focus: Focus): readonly string[] {
  const view = findTable(state)?.view;
  if (state.overlay?.kind === 'form') return [state.overlay.form.plan.title];
  if (state.overlay !== null) return [OVERLAY_TITLES[focus] ?? ''];
  if (focus === 'result_detail') return [speakable(titleOpenResult(state.compute.results)) ?? ''];
  return view === undefined || view.openRow === null ? [] : [`row ${view.grid.cursor + 1} of ${view.rows.length}`];
}

const STEP_NAMES: Readonly<Record<ComputeStep, string>> = { genome: 'Genome', scores: 'Scores', results: 'Results' };

/** How far the three steps are; of that at hand there is more to say below. */
function stepParts(state: AppState): readonly Part[] {
  const { step, genome, results } = state.compute;
  if (state.screen !== 'compute' || state.overlay !== null || isRowOpen(findTable(state)?.view)) return [];
  if (results.why !== null || results.comparing !== null || genome.records !== null) return [];
  const steps: readonly ComputeStep[] = ['genome', 'scores', 'results'];
  return steps
    .filter((each) => each !== 'scores' || step !== 'scores')
    .map((each) => {
      const told = part(`step ${each}`, [`${STEP_NAMES[each]}: ${presentStep(state, each)}.`]);
      return each === 'results' ? { ...told, stage: results.run?.status ?? '' } : told;
    });
}

/** Texts that stand on the screen in full. */
function textOf(state: AppState, focus: Focus): readonly Line[] {
  const width = textColumns(state);
  // Without a mark at the chosen link: it is told apart.
  if (focus === 'sheet_row') return presentOpenRow({ ...state.metadata, link: -1 }, width);
  if (focus === 'job_log') return logOf(state);
  if (focus === 'confirm_quit') return said('Work is running. Quit and lose it?', 'y stops it and quits, n stays.');
  return openLines(state) ?? (state.overlay === null ? bodyOf(state, focus) : []);
}

const said = (...texts: readonly string[]): readonly Line[] => texts.map((text) => ({ text, tone: 'plain' }));

/** What is on its way changes with every byte. */
function logOf(state: AppState): readonly Line[] {
  const list = state.jobs.list.map((job) => ({ ...job, items: new Map() }));
  return openLines({ ...state, jobs: { ...state.jobs, list } }) ?? [];
}

function bodyOf(state: AppState, focus: Focus): readonly Line[] {
  const width = textColumns(state);
  const { compute, scoring, metadata, plugins } = state;
  switch (focus) {
    case 'sheet_waiting': {
      const shown = metadata.sheets[metadata.sheet];
      return shown?.status === 'failed' ? presentFailure(shown.error, width) : said('Reading the sheet.');
    }
    case 'score_field':
      return scoring.opened.status === 'failed' ? presentFailure(scoring.opened.error, width) : [];
    case 'score_waiting':
      return said(scoring.opened.status === 'loading' ? `Opening ${scoring.opened.name}.` : 'o opens a score.');
    case 'variants':
      return scoring.opened.status === 'ready'
        ? [
            ...presentCard(scoring.opened, compute.scores.selected.has(scoring.opened.name)),
            ...said(presentWeightLine(scoring.opened.weights, scoring.opened.view.table.total)),
          ]
        : [];
    case 'plugins':
      return plugins.list.status === 'failed' ? presentFailure(plugins.list.error, width) : [];
    default:
      return state.screen === 'compute' ? computeBody(state, focus) : [];
  }
}

function computeBody({ compute, ...state }: AppState, focus: Focus): readonly Line[] {
  const { genome, scores, results } = compute;
  const width = textColumns({ ...state, compute });
  switch (focus) {
    case 'path_field':
      return genome.inspection.status === 'failed' ? presentFailure(genome.inspection.error, width) : [];
    case 'genome': {
      // How far normalising is, is told with the jobs.
      const still = genome.normalization.status === 'running' ? ({ status: 'none' } as const) : genome.normalization;
      const facts = genomeFacts({ ...state, compute }, { ...genome, normalization: still });
      const failure = still.status === 'failed' ? presentFailure(still.error, width) : [];
      return [
        ...facts.map(([label, value, tone = 'plain']): Line => ({ text: `${label}: ${value}`, tone })),
        ...failure,
      ];
    }
    case 'scores':
      return scores.error === null
        ? said(...(scores.status === 'loading' ? ['Reading the list of scores.'] : []))
        : [...presentFailure(scores.error, width), ...said('r tries again.')];
    case 'results':
      return results.run?.error == null ? [] : presentFailure(results.run.error, width);
    case 'unmatched':
      return results.why?.status === 'ready' ? presentStates(results.why.explanation, width) : [];
    case 'unmatched_waiting':
      return results.why?.status === 'failed'
        ? presentFailure(results.why.error, width)
        : said('Matching the variants once more.');
    case 'records':
      return genome.records?.error == null ? [] : presentFailure(genome.records.error, width);
    case 'comparison':
      return results.comparing?.status === 'ready'
        ? said(
            `A is ${results.comparing.title}, B the results that were on the screen.`,
            `${countMoves(results.comparing.comparisons)}.`,
          )
        : [];
    case 'comparison_waiting':
      return results.comparing?.status === 'failed'
        ? presentFailure(results.comparing.error, width)
        : said('Reading the other results.');
    default:
      return [];
  }
}

const LABELS: Readonly<Partial<Record<Focus, string>>> = {
  path_field: 'VCF',
  score_field: 'Score',
  palette: 'Command',
  columns: 'Column',
  compare: 'Compare with',
  traits: 'Trait',
};
const PLACEHOLDERS: Readonly<Partial<Record<Focus, string>>> = {
  path_field: 'path of a .vcf, .vcf.gz or .parquet',
  score_field: 'PGS000001, words, or a path',
  palette: 'what you want to do',
  columns: 'part of a name; enter shows or hides',
  compare: 'a run or sample of the list, or the path of a file of results',
  traits: 'part of a name; enter marks all of its scores',
};

/** The text being typed; and, when nothing but its cursor moved, where that is. */
function fieldParts(state: AppState, focus: Focus): readonly Part[] {
  const field = fieldOf(state, focus);
  if (field === null) return [];
  const { label, placeholder } = nameField(state, focus);
  const value = field.text === '' ? `empty (${placeholder})` : field.text;
  const under = splitGraphemes(field.text)[field.cursor];
  return [
    part('field', [`${label}: ${value}`]),
    part('caret', [under === undefined ? 'At the end.' : `At "${under}".`], `${label} ${field.cursor}`),
  ];
}

function nameField(state: AppState, focus: Focus): { readonly label: string; readonly placeholder: string } {
  const { overlay } = state;
  if (overlay?.kind === 'form') return overlay.form.plan.fields[overlay.form.choice];
  if (overlay?.kind === 'export')
    return { label: `Write ${plural(overlay.results.length, 'result')} to`, placeholder: 'name of a new file' };
  const label = LABELS[focus] ?? presentTypingLabel(state)?.replace(/:$/, '') ?? 'Search';
  return { label, placeholder: PLACEHOLDERS[focus] ?? SEARCH_PLACEHOLDERS[focus] ?? 'nothing typed' };
}

/** Columns that a line may have that nobody sees. */
const SPOKEN = 200;

/** What stands under the cursor of a list below a field, or of links in a text. */
function presentChoice(state: AppState, focus: Focus): readonly string[] {
  const { overlay, metadata, scoring, compute } = state;
  if (focus === 'sheet_row') {
    const link = findLinks(metadata)[metadata.link];
    return link === undefined ? [] : [`Enter goes to: ${link.label}`];
  }
  if (focus === 'path_field') {
    const { completions, choice } = compute.genome;
    if (completions.length === 0) return ['No VCF, Parquet or directory starts with this.'];
    if (choice < 0) return [`${completions.length} files and directories: down goes to them.`];
    return [`${choice + 1} of ${completions.length}: ${completions[choice]}`];
  }
  if (focus === 'score_field') {
    const offers = listOffers(state);
    const offer = offers[scoring.choice];
    if (offers.length === 0) return ['Nothing is found for this.'];
    if (offer === undefined) return [`${offers.length} found: down goes to them.`];
    return [`${scoring.choice + 1} of ${offers.length}: ${speakable(presentOffer(offer, SPOKEN, scoring)) ?? ''}`];
  }
  if (overlay?.kind === 'compare') {
    const choices = compareChoices(overlay, compute);
    const choice = choices[overlay.choice];
    return choice === undefined
      ? ['No run, sample or file fits this.']
      : [`${overlay.choice + 1} of ${choices.length}: ${choice.title}`];
  }
  if (overlay?.kind === 'traits') {
    const traits = findTraits(compute.scores.all, overlay.field.text);
    const trait = traits[overlay.choice];
    if (trait === undefined) return ['No trait of the catalogue is called that.'];
    const marked = countMarked(trait, compute.scores.selected);
    return [
      `${overlay.choice + 1} of ${traits.length}: ${trait.label ?? trait.efo_id}, ${plural(trait.pgs_ids.length, 'score')}, ${marked} marked`,
    ];
  }
  if (overlay?.kind === 'palette') {
    const entries = entriesOf(state);
    const entry = entries[overlay.choice];
    if (entry === undefined) return ['No command is called that.'];
    const keys = entry.command.keys.map(presentKey).join(' or ');
    return [
      `${overlay.choice + 1} of ${entries.length}: ${entry.command.title}${keys === '' ? '' : `; key ${keys}`}`,
      ...(entry.problem === null ? [] : [`Not now: ${entry.problem}`]),
    ];
  }
  if (overlay?.kind === 'columns') {
    const view = findTable(state)?.view;
    const columns = view === undefined ? [] : findColumns(view, overlay.field.text);
    const column = columns[overlay.choice];
    if (column === undefined) return ['No column is called that.'];
    return [`${overlay.choice + 1} of ${columns.length}: ${column.title}, ${column.isShown ? 'shown' : 'hidden'}`];
  }
  if (overlay?.kind === 'export') {
    const format = overlay.formats[overlay.choice];
    return format === undefined
      ? []
      : [`Format ${overlay.choice + 1} of ${overlay.formats.length}: ${format.id}, ${format.title}`];
  }
  return [];
}

function tableParts(state: AppState, focus: Focus): readonly Part[] {
  const view = findTable(state)?.view;
  if (state.overlay !== null || isRowOpen(view)) return [];
  const row = presentGridRow(state, focus);
  const isScores = focus === 'scores' || focus === 'score_search';
  return [
    ...(isScores ? [scoresPart(state)] : view === undefined ? [] : [arrangementPart(view)]),
    ...(row === null ? [] : [part('row', row.text === '' ? [] : [row.text], row.key)]),
    ...(view === undefined || row === null ? [] : [presentCell(view)]),
  ];
}

const isRowOpen = (view: TableView | undefined): boolean => view !== undefined && view.openRow !== null;

const SORT_WORDS: Readonly<Record<ScoreSort, string>> = {
  match: 'best match',
  id: 'id',
  trait: 'trait',
  fewest: 'fewest variants',
  most: 'most variants',
};

const scoresPart = (state: AppState): Part =>
  part('arrangement', [`${presentPlace(state)}, sorted by ${SORT_WORDS[state.compute.scores.sort]}.`]);

/** Results come in one by one: their number alone is no news. */
function arrangementPart(view: TableView): Part {
  const words = presentArrangement(view);
  return part('arrangement', [`${[presentRowCount(view), ...words].join('; ')}.`], words.join('; '));
}

/** Older jobs have nothing new to say. */
const JOBS_TOLD = 8;

const jobPart = (job: Job): Part => ({
  ...part(`job ${job.id}`, [`${job.title}: ${speakable(presentJob(job)) ?? ''}.`]),
  stage: job.status,
});

const noticeKeys = new WeakMap<object, string>();
let notices = 0;

/** The same words once more are news, too: they answer another key. */
function noticeParts({ notice }: AppState): readonly Part[] {
  if (notice === null) return [];
  let key = noticeKeys.get(notice);
  if (key === undefined) {
    key = String(++notices);
    noticeKeys.set(notice, key);
  }
  return [part('notice', [notice.text], key)];
}

/** What to do next; in a table it goes with the column, which nobody wants to hear at each step. */
function hintPart(state: AppState, focus: Focus): Part {
  const hint = presentNextStep(state);
  const isRow = findTable(state) !== null || focus === 'scores';
  const key = isRow ? `${focus} ${state.compute.scores.selected.size > 0}` : hint;
  return part('hint', hint === '' || state.notice?.text === hint ? [] : [hint], key);
}
