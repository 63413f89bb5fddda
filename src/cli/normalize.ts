import { basename, join } from 'node:path';
import { EXIT, errors, type VcfFilterConfig } from '../core/index.ts';
import { renderTable } from './formats.ts';
import type { CommandContext } from './host.ts';
import { checkOutputs } from './outputFile.ts';

/** `data/output/results/<name>.parquet`, the name without `.gz`, `.bgz` and `.vcf`. */
export function defaultOutput(vcf: string): string {
  const stem = basename(vcf)
    .replace(/\.(gz|bgz)$/i, '')
    .replace(/\.g?vcf$/i, '');
  return join('data', 'output', 'results', `${stem}.parquet`);
}

export async function runNormalize({ flags, settings, session, output, host }: CommandContext): Promise<number> {
  const vcf = flags.values.vcf as string | undefined;
  if (vcf === undefined) throw errors.usage('normalize needs --vcf FILE.');
  const { filters, format_fields: formatFields, sample } = settings;
  const file = (flags.values.output as string | undefined) ?? defaultOutput(vcf);
  await checkOutputs([file], [vcf]);
  output.note(`Filters: ${describeFilters(filters)}`);
  const report = await session.normalize(
    { vcf, output: file, filters, formatFields, sample },
    { signal: host.signal, onProgress: (progress) => output.progress(progress) },
  );
  if (report.synthetic) output.synthetic();
  for (const warning of report.warnings) output.warn(warning);
  const { records_read, records_kept, columns } = report;
  output.note(`Build: ${report.genome_build ?? 'unknown'} (${report.build_cue})`);
  output.result(
    [
      `${records_kept.toLocaleString('en-US')} of ${records_read.toLocaleString('en-US')} records, ${Object.keys(columns).length} columns`,
      report.output,
      '',
      await renderTable(['Column', 'Type'], Object.entries(columns)),
    ].join('\n'),
  );
  return EXIT.ok;
}

/** The filters in force, in words. */
function describeFilters({ pass_filters, min_depth, min_qual, min_gq }: VcfFilterConfig): string {
  const parts = [
    pass_filters === null ? null : `FILTER in ${pass_filters.join(', ')}`,
    min_depth === null ? null : `depth ≥ ${min_depth}`,
    min_qual === null ? null : `quality ≥ ${min_qual}`,
    min_gq === null ? null : `genotype quality ≥ ${min_gq}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'none' : parts.join('; ');
}
