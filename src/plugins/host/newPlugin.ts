/** `plugins new`: a file that works as it is, and its test. */
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { errors, writeNewFile } from '../../core/index.ts';
import { PROGRAMS, programFiles } from './newProgram.ts';

const PARTS: Readonly<Record<string, { readonly kind: string; readonly body: string; readonly test: string }>> = {
  exporter: {
    kind: 'exporters',
    body: `    {
      id: 'NAME',
      title: 'NAME',
      extension: '.txt',
      // Rows come in batches; what is yielded is written to the file. Their fields: docs/plugin-api.md of just-prs-tui.
      async *export(batches, { options, signal }) {
        for await (const rows of batches) {
          signal.throwIfAborted();
          for (const row of rows) yield [row.pgs_id, row.score, row.percentile ?? ''].join(options.separator) + '\\n';
        }
      },
    },`,
    test: `const [exporter] = plugin.exporters;

test('writes a line for every row', async () => {
  const { bytes } = await runExporter(exporter, sampleRows(), defaultsOf(plugin));
  assert.equal(Buffer.from(bytes).toString().trimEnd().split('\\n').length, 5000);
});

test('stops when it is cancelled', () => expectStopsOnAbort(exporter, defaultsOf(plugin)));`,
  },
  interpreter: {
    kind: 'interpreters',
    body: `    {
      id: 'NAME',
      title: 'NAME',
      // One interpretation a row, in the order of the rows.
      async interpret(rows) {
        return rows.map((row) => {
          const coverage = row.weight_mass_coverage ?? 0;
          return {
            pgs_id: row.pgs_id,
            tier: coverage >= 0.95 ? 'high' : coverage >= 0.75 ? 'moderate' : 'low',
            summary: \`\${Math.round(coverage * 100)} % of the weight was counted.\`,
            caveats: [],
            source: 'Name the paper, guideline or table that the rule comes from.',
          };
        });
      },
    },`,
    test: `const [interpreter] = plugin.interpreters;

test('says something about every row', async () => {
  assert.equal((await runInterpreter(interpreter, sampleRows(), {})).length, 5000);
  const [said] = await runInterpreter(interpreter, [sampleRow({ weight_mass_coverage: 0.8 })], {});
  assert.equal(said.tier, 'moderate');
});`,
  },
  source: {
    kind: 'sources',
    body: `    {
      id: 'NAME',
      title: 'NAME',
      // A score found is fetched as NAME:height.
      async search(query) {
        const scores = [{ id: 'height', name: 'Height, two variants', trait: 'Height', n_variants: 2 }];
        return scores.filter((score) => score.name.toLowerCase().includes(query.toLowerCase()));
      },
      // A scoring file in the format of the PGS Catalog, on the build asked for.
      async *fetch(scoreId, build) {
        yield \`#genome_build=\${build}\\n#pgs_id=\${scoreId}\\n\`;
        yield 'chr_name\\tchr_position\\teffect_allele\\tother_allele\\teffect_weight\\n';
        yield '1\\t1000\\tA\\tG\\t0.25\\n2\\t2000\\tC\\tT\\t-0.5\\n';
      },
    },`,
    test: `const [source] = plugin.sources;

test('finds a score and hands over its file', async () => {
  const [found] = await source.search('height', contextOf({}));
  let text = '';
  for await (const chunk of source.fetch(found.id, 'GRCh38', contextOf({}))) text += chunk;
  assert.match(text, /^#genome_build=GRCh38/);
});`,
  },
  reader: {
    kind: 'readers',
    body: `    {
      id: 'NAME',
      title: 'NAME',
      // How sure it is, 0 to 1, from the first 64 KiB of a file.
      sniff: (head, fileName) => (fileName.endsWith('.NAME') ? 0.9 : 0),
      // The text of a VCF.
      async *read(path) {
        const text = await readFile(path, 'utf8');
        yield '##fileformat=VCFv4.2\\n#CHROM\\tPOS\\tID\\tREF\\tALT\\tQUAL\\tFILTER\\tINFO\\tFORMAT\\tsample\\n';
        for (const line of text.split('\\n')) {
          const [chromosome, position, ref, alt, genotype] = line.split(/\\s+/);
          if (genotype) yield [chromosome, position, '.', ref, alt, '.', 'PASS', '.', 'GT', genotype].join('\\t') + '\\n';
        }
      },
    },`,
    test: `const [reader] = plugin.readers;

test('knows its files', () => {
  assert.equal(reader.sniff(new Uint8Array(), 'me.NAME'), 0.9);
  assert.equal(reader.sniff(new Uint8Array(), 'me.vcf'), 0);
});

test('writes a record for every line', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'NAME-')), 'me.NAME');
  writeFileSync(path, '1 1000 A G 0/1\\n2 2000 C T 1/1\\n');
  let text = '';
  for await (const chunk of reader.read(path, contextOf({}))) text += chunk;
  assert.match(text, /^##fileformat=VCF/);
  assert.match(text, /^2\\t2000\\t\\.\\tC\\tT\\t.*\\t1\\/1$/m);
});`,
  },
};

const module = (name: string, kind: string, body: string): string =>
  `import { definePlugin } from 'just-prs-tui/plugin';
${kind === 'readers' ? "import { readFile } from 'node:fs/promises';\n" : ''}
export default definePlugin({
  name: 'NAME',
  apiVersion: 1,
  description: 'What NAME is for, in a sentence',
${kind === 'exporters' ? "  options: {\n    separator: { type: 'string', default: '\\t', description: 'What stands between fields' },\n  },\n" : ''}  ${kind}: [
${body}
  ],
});
`.replaceAll('NAME', name);

const IMPORTS: Readonly<Record<string, string>> = {
  exporters: 'checkPlugin, defaultsOf, expectStopsOnAbort, loadPlugin, runExporter, sampleRows',
  interpreters: 'checkPlugin, loadPlugin, runInterpreter, sampleRow, sampleRows',
  sources: 'checkPlugin, contextOf, loadPlugin',
  readers: 'checkPlugin, contextOf, loadPlugin',
};

const READING = `import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
`;

const testOf = (name: string, kind: string, test: string): string =>
  `// Run with: npm install --save-dev just-prs-tui && node --test plugins/NAME.test.mjs
import assert from 'node:assert/strict';
${kind === 'readers' ? READING : ''}import { test } from 'node:test';
import { ${IMPORTS[kind]} } from 'just-prs-tui/plugin/testing';

const plugin = await loadPlugin('./NAME.ts', import.meta.url);

test('is a plugin', () => assert.deepEqual(checkPlugin(plugin), []));

${test}
`.replaceAll('NAME', name);

export const NEW_KINDS = [...Object.keys(PARTS), ...Object.keys(PROGRAMS)];

/** Writes `plugins/NAME.ts`, or a folder for a program, and a test; nothing that is there is replaced. Returns the paths. */
export async function writeNewPlugin(cwd: string, kind: string, name: string): Promise<readonly string[]> {
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name))
    throw errors.usage(`"${name}" is no name of a plugin.`, 'Names are small letters, digits and hyphens.');
  if (!NEW_KINDS.includes(kind))
    throw errors.usage(`There is no kind "${kind}".`, `Kinds are ${NEW_KINDS.join(', ')}.`);
  const part = PARTS[kind];
  const files =
    part === undefined
      ? programFiles(kind, name)
      : {
          [`${name}.ts`]: module(name, part.kind, part.body),
          [`${name}.test.mjs`]: testOf(name, part.kind, part.test),
        };
  const paths: string[] = [];
  for (const [file, text] of Object.entries(files)) {
    const path = join(cwd, 'plugins', file);
    await writeNewFile(path, text, '');
    if (file.endsWith('.sh')) await chmod(path, 0o700);
    paths.push(path);
  }
  return paths;
}
