/** `plugins new`: a file that works as it is, and its test. */
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { errors, writeNewFile } from '../../core/index.ts';

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
  const bytes = await runExporter(exporter, sampleRows(), { separator: '\\t' });
  assert.equal(Buffer.from(bytes).toString().trimEnd().split('\\n').length, 5000);
});

test('stops when it is cancelled', () => expectStopsOnAbort(exporter, { separator: '\\t' }));`,
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
  const said = await runInterpreter(interpreter, sampleRows(100), {});
  assert.equal(said[0].tier, 'moderate');
  assert.equal(said[2].tier, 'low');
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
  exporters: 'checkPlugin, expectStopsOnAbort, loadPlugin, runExporter, sampleRows',
  interpreters: 'checkPlugin, loadPlugin, runInterpreter, sampleRows',
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

/** A program: any language will do, this one is of the shell. */
const PROGRAM = {
  'plugin.json': `{
  "exec": ["sh", "run.sh"],
  "kind": "exporter",
  "id": "NAME",
  "title": "NAME",
  "extension": ".txt",
  "stdin": "tsv"
}
`,
  'run.sh': `#!/bin/sh
# Rows on standard input: a line of names, then a result a line, with tabs between. Their names: docs/plugin-api.md of
# just-prs-tui. What is printed becomes the file; standard error is the log.
exec awk -F '\\t' '
  NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
  { print $at["pgs_id"], $at["score"], $at["percentile"] }'
`,
};

export const NEW_KINDS = [...Object.keys(PARTS), 'program'];

/** Writes `plugins/NAME.ts` and its test, or a folder for a program; nothing that is there is replaced. Returns the paths. */
export async function writeNewPlugin(cwd: string, kind: string, name: string): Promise<readonly string[]> {
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name))
    throw errors.usage(`"${name}" is no name of a plugin.`, 'Names are small letters, digits and hyphens.');
  const folder = join(cwd, 'plugins');
  const part = PARTS[kind];
  if (part === undefined && kind !== 'program')
    throw errors.usage(`There is no kind "${kind}".`, `Kinds are ${NEW_KINDS.join(', ')}.`);
  const files: readonly (readonly [string, string])[] =
    part === undefined
      ? Object.entries(PROGRAM).map(([file, text]) => [join(folder, name, file), text.replaceAll('NAME', name)])
      : [
          [join(folder, `${name}.ts`), module(name, part.kind, part.body)],
          [join(folder, `${name}.test.mjs`), testOf(name, part.kind, part.test)],
        ];
  for (const [path, text] of files) await writeNewFile(path, text, '');
  if (part === undefined) await chmod(join(folder, name, 'run.sh'), 0o700);
  return files.map(([path]) => path);
}
