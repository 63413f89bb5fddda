/** What the results can be held against: an earlier run, another sample of the open genome, or a file of results. */
import { type ComputeRequest, DEFAULT_POLICIES, type KeptRun, NO_FILTERS } from '../../core/index.ts';
import { EMPTY_FIELD, type FieldState } from '../field.ts';
import { presentFilters } from '../present.ts';
import type { GenomeState } from './genome.ts';
import type { ResultsState } from './results.ts';

/** Being asked. */
export interface CompareState {
  /** Narrows the list, and is the path of a file. */
  readonly field: FieldState;
  readonly choice: number;
  /** Runs kept on disk, the latest first; null while they are looked for. */
  readonly runs: readonly KeptRun[] | null;
  readonly completions: readonly string[];
}

export const OPEN_COMPARE: CompareState = { field: EMPTY_FIELD, choice: 0, runs: null, completions: [] };

/** What decides about the choices. */
interface Compared {
  readonly genome: GenomeState;
  readonly results: ResultsState;
}

export type Against =
  | { readonly kind: 'run'; readonly run: KeptRun }
  | { readonly kind: 'sample'; readonly sample: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'directory'; readonly path: string };

export interface CompareChoice {
  readonly title: string;
  readonly against: Against;
}

/** Runs and samples that hold what is typed, then files whose path begins with it. */
export function compareChoices(
  { runs, field, completions }: CompareState,
  { genome, results }: Compared,
): readonly CompareChoice[] {
  const wanted = field.text.trim().toLowerCase();
  const current = results.run?.request ?? null;
  const others = nearestFirst(withoutCurrent(runs ?? [], current), current);
  const samples = genome.inspection.status === 'ready' ? genome.inspection.found.samples : [];
  const choices = [
    ...others.map((run): CompareChoice => ({ title: titleOfRun(run), against: { kind: 'run', run } })),
    ...samples
      .filter((sample) => sample !== genome.sample)
      .map((sample): CompareChoice => ({ title: titleOfSample(sample), against: { kind: 'sample', sample } })),
  ];
  return [
    ...choices.filter(({ title }) => title.toLowerCase().includes(wanted)),
    // Those found may still be those of the letter before.
    ...completions
      .filter((path) => path.startsWith(field.text))
      .map(
        (path): CompareChoice => ({
          title: path.endsWith('/') ? path : `File ${path}`,
          against: { kind: path.endsWith('/') ? 'directory' : 'file', path },
        }),
      ),
  ];
}

/** What enter takes: the choice under the cursor, else the path typed. */
export function chosenAgainst(open: CompareState, compute: Compared): Against | null {
  const choice = compareChoices(open, compute)[open.choice];
  const path = open.field.text.trim();
  return choice?.against ?? (path === '' ? null : { kind: 'file', path });
}

/** Without the last run of the options in force: those are the results on the screen. */
function withoutCurrent(runs: readonly KeptRun[], current: ComputeRequest | null): readonly KeptRun[] {
  if (current === null) return runs;
  const place = runs.findIndex(({ request }) => optionsOf(request) === optionsOf(current));
  return runs.filter((_, at) => at !== place);
}

/** Runs of the same person are what is mostly asked for; each group stays the latest first. */
function nearestFirst(runs: readonly KeptRun[], current: ComputeRequest | null): readonly KeptRun[] {
  const isNear = ({ request }: KeptRun): boolean => request.sample === current?.sample;
  return [...runs.filter(isNear), ...runs.filter((run) => !isNear(run))];
}

/** Whatever decides a score, but for the scores themselves. */
const optionsOf = (request: KeptRun['request']): string => {
  const { genotypes, sample, build, forceBuild, filters, policies, inputMode, fasta, population } = request;
  return JSON.stringify([genotypes, sample, build, forceBuild, filters, policies, inputMode, fasta, population]);
};

export const titleOfSample = (sample: string): string => `Sample ${sample}, computed now`;

/** `Run 2026-03-01 09:30, DP at least 10, ambiguous: drop, NA12878, GRCh38, sample.vcf.gz`: what differs must be in sight. */
export function titleOfRun({ request, modified_ms }: KeptRun): string {
  const { sample, genotypes, build, filters, policies, fasta } = request;
  const changed = Object.entries(policies).filter(
    ([name, policy]) => JSON.stringify(policy) !== JSON.stringify(DEFAULT_POLICIES[name as keyof typeof policies]),
  );
  const isFiltered = JSON.stringify({ ...filters, sex: null }) !== JSON.stringify(NO_FILTERS);
  return [
    `Run ${new Date(modified_ms).toISOString().slice(0, 16).replace('T', ' ')}`,
    ...(isFiltered ? [presentFilters(filters)] : []),
    ...changed.map(([name, policy]) => `${name.replaceAll('_', ' ')}: ${policy}`),
    ...(fasta === undefined ? [] : [`reference ${fasta.split('/').at(-1)}`]),
    ...(sample === undefined ? [] : [sample]),
    ...(build === null ? [] : [build]),
    genotypes.split('/').at(-1),
  ].join(', ');
}
