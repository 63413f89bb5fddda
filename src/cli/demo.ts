import { join } from 'node:path';
import { DEFAULT_POLICIES } from '../core/index.ts';
import { computeAndPrint } from './compute.ts';
import { allowedOnce } from './flags.ts';
import type { CommandContext } from './host.ts';
import { chooseWriter } from './resultWriter.ts';

/** Generates the demo once; then the app on it, or, without a terminal, the whole way headless. */
export async function runDemo(context: CommandContext): Promise<number> {
  const { settings, session, output, host, flags } = context;
  const writer = await chooseWriter(context, 'table'); // A wrong one is told before the demo is generated.
  output.synthetic();
  // Some records of the demo are marked LowQual; unless told otherwise, leave them out as people do.
  const filters = { ...settings.filters, pass_filters: settings.filters.pass_filters ?? ['PASS', '.'] };
  const run = {
    signal: host.signal,
    onProgress: (progress: Parameters<typeof output.progress>[0]) => output.progress(progress),
  };
  const demo = await session.createDemo(run);
  output.clearProgress();
  const demoSession = await host.openSession(settings, demo.catalogDirectory);
  try {
    if (host.findTerminalProblem(settings.plain) === null && flags.values.format === undefined)
      return await host.openApp({
        settings: { ...settings, filters },
        session: demoSession,
        allowOnce: allowedOnce(flags),
        genotypes: demo.vcf,
        demo,
      });
    const report = await demoSession.normalize(
      { vcf: demo.vcf, output: join(demo.directory, 'normalized', 'SYNTHETIC_DEMO.parquet'), filters },
      run,
    );
    output.note(
      `Normalised ${report.records_kept.toLocaleString('en-US')} of ${report.records_read.toLocaleString('en-US')} records (${report.genome_build})`,
    );
    return await computeAndPrint(
      { ...context, session: demoSession },
      {
        genotypes: report.output,
        scores: demo.pgs_ids.map((pgs_id) => ({ kind: 'id', pgs_id })),
        build: null,
        forceBuild: false,
        filters,
        policies: DEFAULT_POLICIES,
        population: demo.population,
      },
      writer,
    );
  } finally {
    await demoSession.close();
  }
}
