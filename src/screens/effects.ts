import {
  type DeclaredOptions,
  errorData,
  type GenomeBuild,
  type ListedPlugin,
  type LocusWanted,
  type PluginListener,
  type PrsResult,
  type ScoreComparison,
  type Session,
  usualOptions,
} from '../core/index.ts';
import { type Against, titleOfRun } from './compute/compareChoices.ts';
import { compared, type ReadAgainst } from './compute/comparing.ts';
import { prepareSearch } from './compute/prepareSearch.ts';
import { explained } from './compute/unmatched.ts';
import { watchEstimate } from './compute/watchEstimate.ts';
import { watchRecords } from './compute/watchRecords.ts';
import { type ExportState, inTurn, previewFormat, type ResultFormat, resultsToExport } from './exportOverlay.ts';
import { createJobRunner, type JobPlan, type JobRun } from './jobs/runner.ts';
import { isRawSheet, type MetadataTable } from './metadata/tables.ts';
import { watchDetail } from './metadata/watchDetail.ts';
import { type PipeAnswer, presentAnswer } from './pipeForm.ts';
import {
  planComputation,
  planDownload,
  planExplanation,
  planFetch,
  planMovedRows,
  planNormalization,
  planOtherSample,
  planUpdate,
  requestFor,
} from './plans.ts';
import { ruleForm } from './plugins/forms.ts';
import { presentCheck, presentJudgements } from './plugins/presentPlugin.ts';
import { keyOf, type OptionValues, type PluginAccess } from './plugins/state.ts';
import { plural } from './present.ts';
import type { SavedState } from './savedState.ts';
import type { Asked } from './scoring/inspection.ts';
import { isSearch, MOST_HITS } from './scoring/offers.ts';
import type { Overview } from './scoring/overview.ts';
import { readScoringFiles } from './scoring/readScoringFiles.ts';
import { referenceOf } from './scoring/state.ts';
import { watchOffers } from './scoring/watchOffers.ts';
import { watchVariant } from './scoring/watchVariant.ts';
import type { Store } from './store.ts';
import { textColumns } from './views.ts';

/** What commands can have done. Each starts its work, and its outcome comes back as events. */
export interface Effects {
  loadScores(): void;
  loadSheet(sheet: MetadataTable): void;
  completePath(typed: string): void;
  inspect(path: string): void;
  /** Takes over a Parquet that was made of the open genome before, with the filters in force. */
  findNormalized(): void;
  normalize(): void;
  /** Goes to the record of the normalised genome at a locus, or near it. */
  findLocus(wanted: LocusWanted): void;
  openScore(name: string, build: GenomeBuild): void;
  /** Fetches a score of the catalogue, then opens it. */
  fetchScore(pgs_id: string, build: GenomeBuild): void;
  /** Looks for what was typed in Scoring: among the scores, and as the start of a path. */
  findOffers(typed: string): void;
  /** The open scoring file at a glance. */
  openOverview(): void;
  /** The open scoring file beside another one. */
  compareWith(other: string): void;
  /** Writes text as a new file and says so. */
  writeFile(path: string, text: string): void;
  compute(): void;
  /** Why the score under the cursor is what it is. */
  explain(): void;
  /** Asks what the results are to be held against. */
  openCompare(): void;
  /** Files of results, for the question. */
  completeResults(typed: string): void;
  /** Holds the results against others. */
  holdAgainst(against: Against): void;
  /** Which rows moved the score that is open. */
  explainMove(): void;
  /**
   * What is there before any key: the list of scores, and the genome given, or that of the last time, or files to choose
   * from; and what was open then.
   */
  start(genotypes: string | undefined, saved: SavedState | null): void;
  /** Sends the results through a program, and shows what it answers. */
  pipe(commandLine: string): void;
  /** Asks by which rule the results are to be judged. */
  openRules(): void;
  /** Says what the results are worth, by a rule. */
  judge(rule: string): void;
  /** Asks in what format and where the results are to be written. */
  openExport(): void;
  previewExport(): void;
  writeExport(): void;
  /** Fetches scoring files that are not here. */
  download(pgs_ids: readonly string[], build: GenomeBuild): void;
  /** Replaces the catalogue by its newest release. */
  updateCatalog(): void;
  /** Stops computing or normalising: at once for the reader, soon for the machine. */
  cancel(): void;
  /** Stops all work. */
  cancelAll(): void;
  /** Looks for what does not work on this machine; with the network, asks the servers, too. */
  examine(network: boolean): void;
  /** Which plugins there are. */
  loadPlugins(): void;
  changePlugin(change: 'allow' | 'forget' | 'enable' | 'disable', plugin: ListedPlugin): void;
  /** Runs a plugin on made-up rows. */
  testPlugin(plugin: string): void;
  cancelJob(id: number): void;
  retryJob(id: number): void;
}

export interface EffectsOptions {
  readonly session: Session;
  readonly store: Store;
  normalizedPathFor(vcf: string): string;
  /** Plugins, loaded when first asked for. */
  plugins(): Promise<PluginAccess>;
  /** Results as JSON lines through a program. */
  pipe(commandLine: string, results: AsyncIterable<PrsResult>, signal: AbortSignal): Promise<PipeAnswer>;
}

/** What a plugin says goes into the log of its job, and moves its bar. */
const listenTo = (name: string, { say, onProgress }: JobRun): PluginListener => ({
  log: (text) => say({ text, tone: 'plain' }),
  progress: (done, total) => onProgress({ phase: name, done, total: total ?? null, unit: 'results' }),
});

const CHANGED = { allow: 'may run now', forget: 'may no longer run', enable: 'is on', disable: 'is off' } as const;

/** Marked scores that an open one is compared with: each is read whole. */
const MOST_COMPARED = 12;

/** The one place where screens call the session. */
export function createEffects({ session, store, normalizedPathFor, plugins, pipe }: EffectsOptions): Effects {
  const { dispatch, getState } = store;
  const runner = createJobRunner(store);
  watchEstimate(store, session);
  watchDetail(store, session);
  watchOffers(store, session);
  watchVariant(store, session);
  prepareSearch(store);
  watchRecords(store, session);
  /** Normalising or computing: one at a time, about the genome that is open. */
  let work = 0;
  const startWork = (plan: JobPlan): void => {
    runner.cancel(work);
    work = runner.start(plan);
  };
  const cancel = (): void => runner.cancel(work);
  const inspect = (path: string): void => {
    cancel();
    dispatch({ type: 'genome_inspecting', path });
    session.inspectGenotypes(path).then(
      (found) => {
        dispatch({ type: 'genome_inspected', path, found });
        findNormalized();
      },
      (error) => dispatch({ type: 'genome_failed', path, error: errorData(error) }),
    );
  };
  /** What was normalised before need not be again. */
  const findNormalized = (): void => {
    const { sample, inspection } = getState().compute.genome;
    if (inspection.status !== 'ready' || inspection.found.kind !== 'vcf') return;
    const vcf = inspection.found.path;
    const { filters } = getState().settings;
    const request = { vcf, output: normalizedPathFor(vcf), filters, sample: sample ?? undefined };
    session.findNormalized(request).then(
      (report) => {
        const { genome } = getState().compute;
        const isOpen = genome.inspection === inspection && genome.normalization.status === 'none';
        if (report !== null && isOpen)
          dispatch({ type: 'normalize_changed', normalization: { status: 'done', report } });
      },
      () => undefined,
    );
  };
  /** A folder that cannot be read holds none. */
  const listHeld = (): Promise<void> =>
    session.listHeldScores().then(
      (held) => dispatch({ type: 'held_listed', held }),
      () => undefined,
    );
  const loadScores = (): void => {
    void listHeld();
    session.listScores().then(
      (list) => dispatch({ type: 'scores_loaded', list }),
      (error) => dispatch({ type: 'scores_failed', error: errorData(error) }),
    );
  };
  const completePath = (typed: string): void => {
    session.completePath(typed).then(
      (completions) => {
        const before = getState().compute.genome.field;
        dispatch({ type: 'path_completed', typed, completions });
        const { field } = getState().compute.genome;
        if (field.text !== before.text) completePath(field.text);
      },
      // A directory that may not be listed has no completions; inspecting the path tells why.
      () => dispatch({ type: 'path_completed', typed, completions: [] }),
    );
  };
  const completeResults = (typed: string): void => {
    session.completePath(typed, 'results').then(
      (completions) => dispatch({ type: 'compare_completed', typed, completions }),
      () => dispatch({ type: 'compare_completed', typed, completions: [] }),
    );
  };
  /** Unless nobody waits for it any more. */
  const showCompared = (read: ReadAgainst): void => {
    const { run, comparing } = getState().compute.results;
    if (run === null || comparing?.status !== 'loading' || comparing.title !== read.title) return;
    const results = run.outcomes.flatMap((outcome) => (outcome.status === 'ok' ? [outcome.result] : []));
    dispatch({
      type: 'comparing_changed',
      comparing: compared(read, { results, filters: run.request.filters }),
    });
  };
  const loadSheet = (sheet: MetadataTable): void => {
    const known = getState().metadata.sheets[sheet]?.status;
    dispatch({ type: 'sheet_chosen', sheet });
    if (known === 'loading' || known === 'ready') return;
    const reading = isRawSheet(sheet)
      ? session.readSheet(sheet)
      : sheet === 'changes'
        ? session.readCatalogChanges()
        : session.readTable(sheet, getState().settings.population);
    reading.then(
      (table) => dispatch({ type: 'sheet_loaded', sheet, table }),
      (error) => dispatch({ type: 'sheet_failed', sheet, error: errorData(error) }),
    );
  };
  const files = readScoringFiles(store, session);
  const openScore = (name: string, build: GenomeBuild): void => {
    dispatch({ type: 'score_opening', name, build });
    files.open(name, build);
  };
  const findOffers = (typed: string): void => {
    const { find, all, held } = getState().compute.scores;
    const hits = isSearch(typed) && all.length > 0 ? find(typed, held).places.slice(0, MOST_HITS) : [];
    dispatch({ type: 'score_hits_found', hits });
    session
      .completePath(typed, 'scores')
      // A directory that may not be listed has no completions; opening the path tells why.
      .catch(() => [])
      .then((completions) => {
        dispatch({ type: 'score_path_completed', typed, completions });
        const { field, completedText } = getState().scoring;
        // Tab came before: more is typed by now than was looked for.
        if (completedText === typed && field.text !== typed) findOffers(field.text);
      });
  };
  const sayFailure = (error: unknown): void => {
    const { message, hint } = errorData(error);
    dispatch({ type: 'noticed', notice: { text: [message, hint].filter(Boolean).join(' '), tone: 'bad' } });
  };
  const sayWritten = (path: string): void =>
    dispatch({ type: 'noticed', notice: { text: `Written to ${path}`, tone: 'good' } });
  /** What is to be written now, in the format chosen; nothing while nothing is asked for. */
  const withExport = async (use: (format: ResultFormat, open: ExportState) => Promise<void>): Promise<void> => {
    const { overlay } = getState();
    if (overlay?.kind !== 'export') return;
    const formats = await (await plugins()).exporters();
    const format = formats.find(({ id }) => id === overlay.formats[overlay.choice]?.id);
    if (format !== undefined) await use(format, overlay);
  };
  const optionsOf = ({ plugin, options }: { plugin: string; options: DeclaredOptions }): OptionValues => ({
    ...usualOptions(options),
    ...getState().plugins.options[plugin],
  });
  /** The look that is being taken; another format makes it pointless. */
  let preview = new AbortController();
  const previewExport = (): void => {
    preview.abort();
    preview = new AbortController();
    const { signal } = preview;
    withExport(async (format, { results }) => {
      const lines = await previewFormat(format, results, optionsOf(format), signal);
      dispatch({ type: 'export_previewed', id: format.id, lines });
    }).catch((error) => {
      if (!signal.aborted) sayFailure(error);
    });
  };
  const loadPlugins = async (): Promise<void> => {
    const list = await (await plugins()).list().then(
      (found) => ({ status: 'ready', plugins: found }) as const,
      (error) => ({ status: 'failed', error: errorData(error) }) as const,
    );
    dispatch({ type: 'plugins_changed', list });
  };
  /** A plugin that took the last run down is off now; who misses it shall know why. */
  const sayDied = (): void => {
    const { list } = getState().plugins;
    const found = list.status === 'ready' ? list.plugins : [];
    for (const { name, status } of found)
      if (status.state === 'off' && status.died === true) {
        const text = `Plugin ${name} is off: ${status.why}. Space turns it on in Plugins.`;
        dispatch({ type: 'noticed', notice: { text, tone: 'bad' } });
      }
  };
  return {
    loadScores,
    loadSheet,
    completePath,
    start(genotypes, saved) {
      loadScores();
      findOffers('');
      loadPlugins().then(sayDied, sayFailure);
      const path = genotypes ?? saved?.genome?.path;
      if (path === undefined) completePath('');
      else inspect(path);
      if (saved?.screen === 'metadata') loadSheet(saved.sheet);
      const name = saved?.scoring.name ?? null;
      if (saved !== null && name !== null) openScore(name, saved.scoring.build);
    },
    inspect,
    findNormalized,
    openOverview() {
      const { opened, build } = getState().scoring;
      if (opened.status !== 'ready') return;
      const { name } = opened;
      const others = [...getState().compute.scores.selected].filter((other) => other !== name).slice(0, MOST_COMPARED);
      const show = (overview: Overview): void => dispatch({ type: 'overview_changed', name, overview });
      show({ status: 'loading' });
      session.overviewScore(referenceOf(name), build, others.map(referenceOf)).then(
        (read) => {
          show({ status: 'ready', read, inGenome: null });
          // What is wrong with the genome is said where it is opened.
          const request = requestFor(getState(), [name]);
          if (request !== null && request.build === build)
            session.explainScore(request).then(
              (inGenome) => show({ status: 'ready', read, inGenome }),
              () => undefined,
            );
        },
        (error) => show({ status: 'failed', error: errorData(error) }),
      );
    },
    compareWith(other) {
      const { opened, build } = getState().scoring;
      if (opened.status !== 'ready') return;
      const { name } = opened;
      const show = (comparison: Asked<ScoreComparison>): void =>
        dispatch({ type: 'comparison_changed', name, other, comparison });
      show({ status: 'loading', heard: null });
      session.compareScores(referenceOf(name), referenceOf(other), build).then(
        (found) => show({ status: 'ready', found }),
        (error) => show({ status: 'failed', error: errorData(error) }),
      );
    },
    openScore,
    findOffers,
    fetchScore(pgs_id, build) {
      dispatch({ type: 'score_opening', name: pgs_id, build });
      runner.start(
        planFetch({ session, dispatch, state: getState() }, { pgs_id, build }, () => {
          const { opened } = getState().scoring;
          // The reader may have gone on to another score.
          if (opened.status === 'loading' && opened.name === pgs_id) openScore(pgs_id, build);
        }),
      );
    },
    writeFile(path, text) {
      session.writeNewFile(path, text).then(sayWritten, sayFailure);
    },
    normalize() {
      const plan = planNormalization({ session, dispatch, state: getState() }, normalizedPathFor);
      if (plan !== null) startWork(plan);
    },
    findLocus(wanted) {
      const say = (text: string): void => dispatch({ type: 'noticed', notice: { text, tone: 'warn' } });
      dispatch({ type: 'records_field_left' });
      say(`Looking for ${wanted.chrom}:${wanted.pos} ...`);
      session.findLocus(wanted).then((row) => {
        if (getState().compute.genome.records?.path !== wanted.path) return;
        if (row === null) return say(`The genome has no record on chromosome ${wanted.chrom}: # asks again.`);
        dispatch({ type: 'noticed', notice: null });
        dispatch({ type: 'record_placed', row });
      }, sayFailure);
    },
    compute() {
      const plan = planComputation({ session, dispatch, state: getState() });
      if (plan !== null) startWork(plan);
    },
    explain() {
      const request = planExplanation(getState());
      if (request === null) return;
      const { pgs_id } = request;
      dispatch({ type: 'why_changed', why: { status: 'loading', pgs_id } });
      session.explainScore(request.request).then(
        (explanation) => dispatch({ type: 'why_changed', why: explained(pgs_id, explanation) }),
        (error) => dispatch({ type: 'why_changed', why: { status: 'failed', pgs_id, error: errorData(error) } }),
      );
    },
    openCompare() {
      dispatch({ type: 'compare_opened' });
      completeResults('');
      session.listKeptRuns().then(
        (runs) => dispatch({ type: 'compare_runs_listed', runs }),
        () => dispatch({ type: 'compare_runs_listed', runs: [] }),
      );
    },
    completeResults,
    holdAgainst(against) {
      if (against.kind === 'directory') return;
      if (against.kind === 'sample') {
        const context = { session, dispatch, state: getState() };
        const plan = planOtherSample(context, against.sample, showCompared);
        if (plan !== null) startWork(plan);
        return;
      }
      const isKept = against.kind === 'run';
      const path = isKept ? against.run.path : against.path;
      const title = isKept ? titleOfRun(against.run) : against.path;
      const request = isKept ? against.run.request : null;
      dispatch({ type: 'comparing_changed', comparing: { status: 'loading', title, heard: null, isJob: false } });
      session.readStoredResults({ path, isKept }).then(
        (results) => showCompared({ title, results, request }),
        (error) =>
          dispatch({ type: 'comparing_changed', comparing: { status: 'failed', title, error: errorData(error) } }),
      );
    },
    explainMove() {
      const plan = planMovedRows(getState());
      if (plan === null) return;
      const { pgs_id } = plan;
      dispatch({ type: 'moved_rows_changed', rows: { status: 'loading', pgs_id } });
      session.compareRows(plan.a, plan.b).then(
        (compared) => dispatch({ type: 'moved_rows_changed', rows: { status: 'ready', pgs_id, compared } }),
        (error) =>
          dispatch({ type: 'moved_rows_changed', rows: { status: 'failed', pgs_id, error: errorData(error) } }),
      );
    },
    pipe(commandLine) {
      const results = resultsToExport(getState().compute.results);
      runner.start({
        title: `Send ${plural(results.length, 'result')} through ${commandLine}`,
        commandLine: null,
        async work({ signal, say }) {
          const answer = await pipe(commandLine, inTurn(results), signal);
          const lines = presentAnswer(answer);
          say(...lines);
          dispatch({ type: 'help_opened', title: `Answer of ${commandLine}`, lines });
          return answer.exitCode === 0 ? 'done' : 'failed';
        },
        onFailed: sayFailure,
      });
    },
    openRules() {
      const count = resultsToExport(getState().compute.results).length;
      plugins()
        .then(async (access) => {
          const rules = (await access.interpreters()).map(({ id }) => id);
          dispatch({ type: 'form_opened', plan: ruleForm(count, rules), values: {} });
        })
        .catch(sayFailure);
    },
    judge(id) {
      const results = resultsToExport(getState().compute.results);
      runner.start({
        title: `Judge ${plural(results.length, 'result')} by ${id}`,
        commandLine: null,
        async work(run) {
          const rule = (await (await plugins()).interpreters()).find((one) => one.id === id);
          if (rule === undefined) return 'failed';
          const judgements = await rule.interpret(results, optionsOf(rule), run.signal, listenTo(id, run));
          const lines = presentJudgements(judgements, results, textColumns(getState()));
          dispatch({ type: 'help_opened', title: `Results by ${id}: ${rule.title}`, lines });
          return 'done';
        },
        onFailed: sayFailure,
      });
    },
    loadPlugins: () => void loadPlugins().catch(sayFailure),
    changePlugin(change, plugin) {
      const key = keyOf(plugin);
      plugins()
        .then(async (access) => {
          const act = { allow: access.allow, forget: access.forget };
          if (change === 'allow' || change === 'forget') await act[change](key);
          else await access.setEnabled(key, change === 'enable');
          await loadPlugins();
          dispatch({ type: 'noticed', notice: { text: `${plugin.name}: ${CHANGED[change]}.`, tone: 'good' } });
        })
        .catch(async (error) => {
          sayFailure(error);
          await loadPlugins();
        });
    },
    testPlugin(key) {
      runner.start({
        title: `Test ${key}`,
        commandLine: null,
        async work({ say }) {
          const check = await (await plugins()).test(key);
          const lines = presentCheck(check);
          say(...lines);
          dispatch({ type: 'help_opened', title: `Test of ${check.name ?? key} on made-up rows`, lines });
          const isGood = check.problems.length === 0 && check.runs.every(({ fault }) => fault === null);
          return isGood ? 'done' : 'failed';
        },
        onFailed: sayFailure,
      });
    },
    openExport() {
      plugins()
        .then(async (access) => {
          const formats = await access.exporters();
          dispatch({
            type: 'export_opened',
            formats: formats.map(({ id, title, extension }) => ({ id, title, extension })),
          });
          previewExport();
        })
        .catch(sayFailure);
    },
    previewExport,
    writeExport() {
      withExport(async (format, { results, field }) => {
        const path = field.text.trim();
        runner.start({
          title: `Write ${plural(results.length, 'result')} as ${format.id} to ${path}`,
          commandLine: null,
          async work(run) {
            const chunks = format.write(inTurn(results), optionsOf(format), run.signal, listenTo(format.id, run));
            sayWritten(await session.writeNewFile(path, chunks));
            if (getState().overlay?.kind === 'export') dispatch({ type: 'overlay_closed' });
            return 'done';
          },
          onFailed: sayFailure,
        });
      }).catch(sayFailure);
    },
    download(pgs_ids, build) {
      const plan = planDownload({ session, dispatch, state: getState() }, pgs_ids, build);
      runner.start({ ...plan, work: (run) => plan.work(run).finally(listHeld) });
      dispatch({
        type: 'noticed',
        notice: { text: `Downloading ${plural(pgs_ids.length, 'score')}: see Jobs.`, tone: 'good' },
      });
    },
    updateCatalog() {
      const plan = planUpdate({ session, dispatch, state: getState() });
      runner.start({
        ...plan,
        async work(run) {
          const status = await plan.work(run);
          dispatch({ type: 'catalog_changed' });
          loadScores();
          return status;
        },
      });
      dispatch({
        type: 'noticed',
        notice: { text: 'Asking for the newest release of the catalogue: see Jobs.', tone: 'good' },
      });
    },
    examine(network) {
      dispatch({ type: 'examination_changed', examination: { status: 'running' } });
      session.examine({ network }).then(
        (checks) => dispatch({ type: 'examination_changed', examination: { status: 'done', checks } }),
        (error) =>
          dispatch({ type: 'examination_changed', examination: { status: 'failed', error: errorData(error) } }),
      );
    },
    cancel,
    cancelAll: runner.cancelAll,
    cancelJob: runner.cancel,
    retryJob: runner.retry,
  };
}
