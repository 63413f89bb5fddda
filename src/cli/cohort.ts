import { type ComputeRequest, EXIT, errors } from '../core/index.ts';
import { renderTable } from './formats.ts';
import type { CommandContext } from './host.ts';

/** Scores every sample of the VCF: the matrix goes to the output file, how each score fared to stdout. */
export async function runCohort(
  { flags, session, output, host }: CommandContext,
  request: ComputeRequest,
): Promise<number> {
  const file = flags.values.output as string | undefined;
  if (file === undefined)
    throw errors.usage('compute --sample all needs --output FILE.', 'A name in .tsv gives text, any other a Parquet.');
  if (request.dumpVariants !== undefined) throw errors.usage('--dump-variants works on one sample.');
  if (request.callableBed !== undefined) throw errors.usage('--callable-bed works on one sample.');
  if (request.homRefTable !== undefined) throw errors.usage('--hom-ref-table works on one sample.');
  const report = await session.computeCohort(
    { ...request, output: file },
    { signal: host.signal, onProgress: (progress) => output.progress(progress) },
  );
  for (const { pgs_id, message, hint } of report.failures) output.error({ message: `${pgs_id}: ${message}`, hint });
  for (const { pgs_id, warnings } of report.scores)
    for (const warning of warnings) output.note(`${pgs_id}: ${warning}`);
  output.result(
    await renderTable(
      ['PGS ID', 'Trait', 'Matched', 'Total', 'Match Rate', 'No Calls'],
      report.scores.map((score) => [
        score.pgs_id,
        score.trait_reported ?? '–',
        String(score.variants_matched),
        String(score.variants_total),
        `${((100 * score.variants_matched) / score.variants_total).toFixed(1)}%`,
        `${(100 * score.no_call_share).toFixed(2)}%`,
      ]),
    ),
  );
  output.note(
    `${report.samples.toLocaleString('en-US')} samples × ${report.scores.length} scores written to ${report.output}`,
  );
  if (report.failures.length === 0) return EXIT.ok;
  return report.scores.length === 0 ? EXIT.failure : EXIT.partial;
}
