/** A dry run of a plugin: every contribution on made-up rows, in its thread or program as ever. */
import type { DeclaredOptions, OptionValues, PluginCheck, PluginDescription, PrsResult } from '../../core/index.ts';
import type { AnyPlugin } from '../builtin/index.ts';
import { sampleRows } from '../sampleRows.ts';
import { crossOver, withUserDefaults } from './crossing.ts';
import { describe } from './describe.ts';
import type { FoundPlugin } from './model.ts';
import type { ThreadLimits } from './pluginThread.ts';

export interface CheckRequest {
  readonly limits: ThreadLimits;
  /** What is wrong with a plugin beyond its shape. */
  readonly findProblems: (description: PluginDescription) => readonly string[];
  /** The options to run it with, from those it has: all have a default here. */
  readonly choose: (plugin: { readonly id: string; readonly options: DeclaredOptions }) => OptionValues;
}

/** Whoever asks for a check asks for the plugin to run: no consent is needed, none is given. */
export async function checkFound(
  found: FoundPlugin,
  { limits, findProblems, choose }: CheckRequest,
): Promise<PluginCheck> {
  const { path } = found;
  const refused = (problems: readonly string[]): PluginCheck => ({ path, problems, name: null, runs: [] });
  if (found.problems.length > 0) return refused(found.problems);
  const shape = await describe(found, limits);
  if (!shape.ok) return refused(shape.problems);
  const { description } = shape;
  const problems = findProblems(description);
  if (problems.length > 0) return refused(problems);
  let log: string[] = [];
  const hear = () => ({ log: (text: string) => void log.push(...text.split('\n')), progress: () => {} });
  const options = choose({ id: description.name, options: withExamples(withUserDefaults(description.options, found)) });
  const plugin = crossOver({ found, description, limits, hear, record: async () => undefined });
  const runs: PluginCheck['runs'][number][] = [];
  for (const [contribution, run] of dryRuns(plugin, options)) {
    log = [];
    const start = performance.now();
    const outcome = await run().then(
      (did) => ({ did, fault: null }),
      (error: Error) => ({
        did: '',
        fault: error.message.replace(`Plugin ${description.name}, ${contribution}: `, ''),
      }),
    );
    runs.push({ contribution, ...outcome, ms: Math.round(performance.now() - start), log });
  }
  return { path, problems: [], name: description.name, runs };
}

/** Where a value is required and nobody set one, the example. */
const withExamples = (options: DeclaredOptions): DeclaredOptions =>
  Object.fromEntries(
    Object.entries(options).map(([name, option]) => [name, { ...option, default: option.default ?? option.example }]),
  );

function dryRuns(plugin: AnyPlugin, options: OptionValues): readonly (readonly [string, () => Promise<string>])[] {
  const context = { options, signal: new AbortController().signal, log: () => {}, progress: () => {} };
  const rows = sampleRows();
  return [
    ...(plugin.exporters ?? []).map((exporter) => {
      const run = async (): Promise<string> => {
        let bytes = 0;
        for await (const chunk of exporter.export(batches(rows), context)) bytes += chunk.length;
        return `${bytes.toLocaleString('en-US')} bytes for ${rows.length.toLocaleString('en-US')} made-up rows`;
      };
      return [`exporter ${exporter.id}`, run] as const;
    }),
    ...(plugin.interpreters ?? []).map((interpreter) => {
      const run = async (): Promise<string> => {
        const said = await interpreter.interpret(rows, context);
        return `${said.length.toLocaleString('en-US')} interpretations; the first: ${said[0].tier}, ${said[0].summary}`;
      };
      return [`interpreter ${interpreter.id}`, run] as const;
    }),
    ...(plugin.sources ?? []).map((source) => {
      const run = async (): Promise<string> => `${(await source.search('', context)).length} scores found for no words`;
      return [`source ${source.id}`, run] as const;
    }),
    ...(plugin.readers ?? []).map((reader) => {
      const run = async (): Promise<string> => {
        const sure = await reader.sniff(new TextEncoder().encode('##fileformat=VCFv4.2\n'), 'sample.vcf');
        return `is ${Math.round(sure * 100)} % sure of a VCF, which needs no reader`;
      };
      return [`reader ${reader.id}`, run] as const;
    }),
  ];
}

async function* batches(rows: readonly PrsResult[]): AsyncGenerator<readonly PrsResult[]> {
  for (let at = 0; at < rows.length; at += 256) yield rows.slice(at, at + 256);
}
