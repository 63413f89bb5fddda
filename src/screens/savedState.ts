/** What is kept of the screens between two starts: where the user was, never what a genome scored. */
import * as v from 'valibot';
import { GENOME_BUILDS } from '../core/index.ts';
import { SCORE_SORTS } from './compute/scoreList.ts';
import { type KeptArrangement, keptSchema } from './keptArrangement.ts';
import { METADATA_TABLES } from './metadata/tables.ts';
import { type AppState, SCREENS } from './state.ts';

const SHEET_KEYS = METADATA_TABLES.map(({ key }) => key);
const SCREEN_NAMES = SCREENS.map(({ name }) => name);
const texts = v.pipe(v.array(v.string()), v.maxLength(20_000));
const build = v.nullable(v.picklist(GENOME_BUILDS));

const schema = v.object({
  version: v.literal(1),
  screen: v.picklist(SCREEN_NAMES),
  step: v.picklist(['genome', 'scores', 'results']),
  genome: v.nullable(v.object({ path: v.string(), sample: v.nullable(v.string()), build })),
  recent: texts,
  scores: v.object({
    query: v.string(),
    selected: texts,
    sort: v.fallback(v.picklist(SCORE_SORTS), 'match'),
  }),
  sheet: v.picklist(SHEET_KEYS),
  scoring: v.object({ name: v.nullable(v.string()), build: v.picklist(GENOME_BUILDS) }),
  /** Whether scores were being computed. */
  interrupted: v.boolean(),
  /** How tables are arranged; one that cannot be read is as usual. */
  arrangements: v.fallback(v.record(v.string(), v.fallback(v.nullable(keptSchema), null)), {}),
});

export type SavedState = v.InferOutput<typeof schema>;

const readable = (arrangements: SavedState['arrangements']): Readonly<Record<string, KeptArrangement>> =>
  Object.fromEntries(Object.entries(arrangements).flatMap(([name, kept]) => (kept === null ? [] : [[name, kept]])));

/** Null for what another version of the program wrote, or nobody. */
export function readSavedState(value: unknown): SavedState | null {
  const read = v.safeParse(schema, value);
  return read.success ? read.output : null;
}

export function saveState({ screen, metadata, scoring, compute, arrangements }: AppState): SavedState {
  const { step, genome, scores, results } = compute;
  const { inspection, sample, recent } = genome;
  const path = inspection.status === 'ready' ? inspection.found.path : null;
  return {
    version: 1,
    screen,
    step,
    genome: path === null ? null : { path, sample, build: genome.build },
    recent: [...recent],
    scores: { query: scores.query, selected: [...scores.selected].sort(), sort: scores.sort },
    sheet: metadata.sheet,
    scoring: { name: scoring.opened.status === 'ready' ? scoring.opened.name : null, build: scoring.build },
    interrupted: results.run?.status === 'running',
    arrangements,
  };
}

/**
 * The state at the start, as it was left; what must be read from disk comes by events. A genome named on the command line
 * is what the user wants to see.
 */
export function restoreState(state: AppState, saved: SavedState, genotypes?: string): AppState {
  const { genome, scores } = state.compute;
  const isOther = genotypes !== undefined && genotypes !== saved.genome?.path;
  const same = isOther ? null : saved.genome;
  return {
    ...state,
    arrangements: readable(saved.arrangements),
    screen: genotypes === undefined ? saved.screen : 'compute',
    metadata: { ...state.metadata, sheet: saved.sheet },
    scoring: { ...state.scoring, build: saved.scoring.build },
    compute: {
      ...state.compute,
      step: same === null ? 'genome' : saved.step,
      genome: {
        ...genome,
        recent: saved.recent,
        sample: genome.sample ?? same?.sample ?? null,
        build: genome.build ?? same?.build ?? null,
      },
      scores: { ...scores, ...saved.scores, selected: new Set(saved.scores.selected) },
    },
    notice: isOther ? null : presentReturn(saved),
  };
}

function presentReturn(saved: SavedState): AppState['notice'] {
  const count = saved.scores.selected.length;
  if (saved.interrupted)
    return {
      text: `Computing ${count} scores was interrupted: c goes on with it, what was done is kept.`,
      tone: 'warn',
    };
  return saved.genome === null ? null : { text: 'Back where you were; : and "start anew" forgets it.', tone: 'good' };
}
