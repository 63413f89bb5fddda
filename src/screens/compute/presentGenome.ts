import { type Fact, presentBar, presentBytes, presentCount, presentFilters, presentProgress } from '../present.ts';
import type { AppState } from '../state.ts';
import { fitPath } from '../text.ts';
import { buildInForce, type GenomeState, isMismatch } from './genome.ts';
import { presentPolicies } from './presentResult.ts';

export const LABEL_WIDTH = 12;

/** What is known of the genome that is open, and how it is going to be scored. */
export function genomeFacts({ settings, size }: AppState, genome: GenomeState): readonly Fact[] {
  if (genome.inspection.status !== 'ready') return [];
  const { found } = genome.inspection;
  const records = found.records === null ? '' : `, ${presentCount(found.records)} records`;
  return [
    ['File', fitPath(found.path, size.columns - LABEL_WIDTH - 3)],
    ['Size', `${presentBytes(found.bytes)}, ${found.compression}${records}`],
    ['Sample', genome.sample ?? `${found.samples.length} samples: choose one below with enter`],
    buildFact(genome),
    ['Filters', presentFilters(settings.filters)],
    ['Scoring', `${presentPolicies(settings.policies)}; percentiles: ${settings.population}`],
    normalizationFact(genome, size.columns),
  ];
}

function buildFact(genome: GenomeState): Fact {
  if (genome.inspection.status !== 'ready') return ['Build', ''];
  const { build_cue } = genome.inspection.found;
  const build = buildInForce(genome);
  if (build === null) return ['Build', `unknown (${build_cue}): choose it with b`, 'warn'];
  if (!isMismatch(genome, build)) return ['Build', `${build} (${build_cue})`];
  return genome.forceBuild
    ? ['Build', `${build}, forced against the file: ${build_cue}`, 'bad']
    : ['Build', `${build} chosen, but the file says otherwise: ${build_cue}`, 'bad'];
}

const BAR_WIDTH = 20;

function normalizationFact({ normalization, inspection }: GenomeState, width: number): Fact {
  if (inspection.status === 'ready' && inspection.found.kind === 'parquet') return ['Normalised', 'yes'];
  switch (normalization.status) {
    case 'none':
      return ['Normalised', 'no (optional): n writes a Parquet, which scores faster next time'];
    case 'failed':
      return ['Normalised', 'no: it failed, see below', 'bad'];
    case 'done': {
      const { records_kept, records_read, output } = normalization.report;
      const counts = `${presentCount(records_kept)} of ${presentCount(records_read)} records`;
      return ['Normalised', `${counts} in ${fitPath(output, Math.max(12, width - 60))}`, 'good'];
    }
    case 'running': {
      if (normalization.heard === null) return ['Normalised', 'starting', 'accent'];
      const { done, total } = normalization.heard.progress;
      const bar = total === null ? '' : `${presentBar(done, total, BAR_WIDTH)} `;
      return ['Normalised', bar + presentProgress(normalization.heard), 'accent'];
    }
  }
}
