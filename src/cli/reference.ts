import { CHROMOSOMES, EXIT, errors } from '../core/index.ts';
import type { CommandContext } from './host.ts';
import { checkOutputs } from './outputFile.ts';

export async function runReferenceBuild({ flags, settings, session, output, host }: CommandContext): Promise<number> {
  const { fasta } = settings;
  if (fasta === undefined) throw errors.usage('reference build needs --fasta FILE.');
  const file = flags.values.output as string | undefined;
  await checkOutputs([file], [fasta]);
  const report = await session.packReference(
    { fasta, build: settings.build, output: file },
    { signal: host.signal, onProgress: (progress) => output.progress(progress) },
  );
  const { chromosomes, bases, bytes } = report;
  output.note(
    `${report.genome_build}: ${chromosomes.length} of ${CHROMOSOMES.length} chromosomes, ${bases.toLocaleString('en-US')} bases in ${bytes.toLocaleString('en-US')} bytes`,
  );
  output.result(`${report.output}\n`);
  return EXIT.ok;
}
