/** `compute --estimate`: what a computation will take, before it is started. */
import { type ComputeRequest, EXIT, type RunEstimate } from '../core/index.ts';
import type { CommandContext } from './host.ts';
import { formatBytes } from './numbers.ts';

export async function printEstimate(context: CommandContext, request: ComputeRequest): Promise<number> {
  const { session, output, flags } = context;
  const { genotypes, scores, policies } = request;
  const build = request.build ?? (await session.inspectGenotypes(genotypes)).genome_build ?? 'GRCh38';
  const counts = await countVariants(context);
  const estimate = await session.estimate({
    genotypes,
    build,
    dosage: policies.dosage,
    scores: scores.map((reference) => ({
      reference,
      n_variants: reference.kind === 'id' ? (counts.get(reference.pgs_id) ?? null) : null,
    })),
  });
  output.result(
    flags.values.format === 'json' ? `${JSON.stringify(estimate, null, 2)}\n` : describe(estimate, scores.length),
  );
  return EXIT.ok;
}

/** Without a catalogue nothing is known but the sizes of files. */
async function countVariants({ session }: CommandContext): Promise<ReadonlyMap<string, number | null>> {
  try {
    const { scores } = await session.listScores();
    return new Map(scores.map(({ pgs_id, n_variants }) => [pgs_id, n_variants]));
  } catch {
    return new Map();
  }
}

function describe(estimate: RunEstimate, scores: number): string {
  const { milliseconds, memory_bytes, n_variants, missing, download_bytes, is_calibrated } = estimate;
  const pace = is_calibrated ? 'from earlier runs on this machine' : 'from measurements on another machine';
  const lines = [
    `Scores    ${scores}, ${n_variants.toLocaleString('en-US')} variants`,
    `Time      about ${Math.ceil(milliseconds / 1000)} s, ${pace}`,
    `Memory    about ${formatBytes(memory_bytes)}`,
    missing.length === 0
      ? 'Download  nothing'
      : `Download  ${missing.length === 1 ? '1 score' : `${missing.length} scores`}, about ${formatBytes(download_bytes)}: ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ' ...' : ''}`,
  ];
  return `${lines.join('\n')}\n`;
}
