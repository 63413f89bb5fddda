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

export async function runReferenceConstants(context: CommandContext): Promise<number> {
  const { flags, settings, session, output, host } = context;
  const scoringFiles = (flags.values['scoring-file'] as readonly string[] | undefined) ?? [];
  const file = flags.values.output as string | undefined;
  const { fasta: reference, build } = settings;
  if (scoringFiles.length === 0) throw errors.usage('reference constants needs --scoring-file FILES.');
  if (reference === undefined) throw errors.usage('reference constants needs --reference FILE.');
  if (file === undefined) throw errors.usage('reference constants needs --output FILE.');
  await checkOutputs([file], [reference, ...scoringFiles]);
  const { written, failures } = await session.homRefConstants(
    { scoringFiles, reference, build, output: file },
    { signal: host.signal, onProgress: (progress) => output.progress(progress) },
  );
  output.clearProgress();
  for (const failure of failures) output.error(failure);
  if (written === 0) return EXIT.failure;
  output.note(`Constants of ${written} of ${scoringFiles.length} scores written`);
  output.result(`${file}\n`);
  return failures.length === 0 ? EXIT.ok : EXIT.partial;
}
