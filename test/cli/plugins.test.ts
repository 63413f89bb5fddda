/** Plugins from the command line, through the real program. */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { COMMON_FLAGS, parseFlags } from '../../src/cli/flags.ts';
import { NEW_KINDS } from '../../src/plugins/host/newPlugin.ts';
import { temporaryDirectory, vcfText, writeFixture } from '../support/genotypes.ts';
import { exporterText, GOOD } from '../support/pluginHost.ts';
import { type Answer, program } from '../support/program.ts';
import { resultOf } from '../support/results.ts';
import { scoringText } from '../support/scoring.ts';

/** A project with a home of its own. */
function openProject(files: Readonly<Record<string, string>> = {}) {
  const cwd = temporaryDirectory();
  const home = temporaryDirectory();
  const write = (path: string, text: string): string => {
    mkdirSync(join(cwd, path, '..'), { recursive: true });
    return writeFixture(cwd, path, text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  const run = (...argv: readonly string[]): Promise<Answer> =>
    new Promise((resolve) => {
      const env = { PATH: process.env.PATH, HOME: home };
      execFile(process.execPath, [program, ...argv], { cwd, env }, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
      );
    });
  return { cwd, home, run, write };
}

const results = JSON.stringify([resultOf(), resultOf({ pgs_id: 'PGS000002' })]);

describe('plugins list, allow, forget, enable, disable', () => {
  it('lead from found to used and back', async () => {
    const { run } = openProject({ 'plugins/ids.ts': exporterText('ids', GOOD), 'results.json': results });
    const before = await run('plugins', 'list');
    expect(before.stdout).toMatch(/^ids +folder +\? +waits to be allowed$/m);
    expect(before.stdout).toMatch(/^delimited-text +built-in +exporter csv, exporter tsv +ready$/m);
    expect(before.stderr).toContain('allow it with: just-prs-tui plugins allow ids');

    const refused = await run('export', 'results.json', '--format', 'ids');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('Plugin ids');
    expect((await run('export', 'results.json', '--format', 'ids', '--allow-plugin', 'ids')).stdout).toBe(
      'PGS000001\nPGS000002\n',
    );
    expect((await run('export', 'results.json', '--format', 'ids')).code).toBe(2);

    const allowed = await run('plugins', 'allow', 'ids');
    expect(allowed.stdout).toMatch(/brings exporter ids: ids, and is given results\nready\n$/);
    expect((await run('export', 'results.json', '--format', 'ids')).stdout).toBe('PGS000001\nPGS000002\n');
    expect((await run('export', '--list')).stdout).toMatch(/^ids +\.txt/m);
    expect((await run('export', 'results.json', '--format', 'ids', '--no-plugins')).code).toBe(2);
    const [listed] = JSON.parse((await run('plugins', 'list', '--json')).stdout);
    expect(listed).toMatchObject({
      name: 'ids',
      origin: 'folder',
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      status: { state: 'ready' },
      last_run: { contribution: 'exporter ids', rows: 2, bytes: 20, fault: null },
    });

    expect((await run('plugins', 'disable', 'ids')).stdout).toBe('ids: off: you turned it off\n');
    expect((await run('export', 'results.json', '--format', 'ids')).stderr).toContain('plugins enable ids');
    expect((await run('plugins', 'enable', 'ids')).stdout).toBe('ids: ready\n');
    expect((await run('plugins', 'forget', 'ids')).stdout).toBe('ids: waits to be allowed\n');
  });

  it('say what is wrong with names, and with plugins', async () => {
    const { run } = openProject({ 'plugins/bad.ts': 'export default { name: "bad" };' });
    const missing = await run('plugins', 'allow', 'bda');
    expect(missing).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('There is no plugin "bda".\nhint: Plugins are bad.'),
    });
    const bad = await run('plugins', 'allow', 'bad');
    expect(bad.code).toBe(1);
    expect(bad.stderr).toContain('apiVersion is missing; this program speaks 1: write apiVersion: 1');
    expect((await run('plugins', 'allow')).stderr).toContain('plugins allow needs NAME|PATH.');
    const check = await run('plugins', 'check', 'plugins/bad.ts');
    expect(check).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('description is missing') });
  });
});

it('what a plugin says cannot move the cursor of a terminal', async () => {
  const { run } = openProject({
    'plugins/evil.ts': exporterText(
      'evil',
      "context.log('log\\x1b[2J'); console.log('out\\x1b]0;title\\x07'); throw new Error('fault\\x1b[31m\\u202e');",
    )
      .replace("title: 'evil'", "title: 'title\\x1b[2J'")
      .replace("'For a test'", "'about\\x1b[2J'"),
    'plugins/prog/run.sh': "printf 'said\\033[2J\\r\\n' >&2; exit 3",
    'plugins/prog/plugin.json': JSON.stringify({ exec: ['sh', 'run.sh'], id: 'prog', title: 'a\u001b[2J' }),
    'results.json': results,
  });
  const allowed = await run('plugins', 'allow', 'evil');
  const answers = [
    allowed,
    await run('plugins', 'allow', 'prog'),
    await run('export', 'results.json', '--format', 'evil'),
    await run('export', 'results.json', '--format', 'prog'),
    await run('plugins', 'list'),
    await run('export', '--list'),
    await run('plugins', 'check', 'plugins/evil.ts'),
    await run('plugins', 'allow', 'no\u001b[2J'),
  ];
  const all = answers.map(({ stdout, stderr }) => stdout + stderr).join('');
  for (const word of ['about?', 'title?', 'log?', 'out?', 'fault?', 'said?', 'no?']) expect(all).toContain(word);
  expect(all).not.toMatch(/(?![\n\t])[\p{Cc}\u202e]/u);
});

describe('a plugin at work', () => {
  const genome = vcfText(['1 5 A G 0/1', '1 6 A G 1/1']);
  const score = scoringText(['1 5 G A 0.5 0.5', '1 6 G A 0.25 0.5'], '#pgs_id=PGS000001\n#genome_build=GRCh38\n');
  const compute = ['compute', '--vcf', 'me.vcf', '--scoring-file', 'score.txt'];

  it('gets options from the command line, and its log goes to standard error', async () => {
    const { run } = openProject({
      'plugins/word.ts': exporterText(
        'word',
        "context.log('busy'); console.log('stray'); yield context.options.word;",
      ).replace(
        "description: 'For a test'",
        "description: 'For a test', options: { word: { type: 'string', default: 'usual', description: 'Word' } }",
      ),
      'results.json': results,
    });
    await run('plugins', 'allow', 'word');
    const answer = await run('export', 'results.json', '--format', 'word', '--option', 'word=other');
    expect(answer.stdout).toBe('other');
    expect(answer.stderr).toContain('word: busy');
    expect(answer.stderr).toContain('word: stray');
    expect((await run('export', 'results.json', '--format', 'word', '--option', 'wrod=x')).code).toBe(2);
  });

  it('needs the options that it requires, before anything is computed, and takes values as they are', async () => {
    const { run, cwd, write } = openProject({
      'me.vcf': genome,
      'score.txt': score,
      'plugins/word.ts': exporterText(
        'word',
        "if (context.options.word === 'bad') throw new UsageError('bad is no word', 'Words are good.'); for await (const _ of batches); yield context.options.word;",
        "import { UsageError } from 'just-prs-tui/plugin';",
      ).replace(
        "description: 'For a test'",
        "description: 'For a test', options: { word: { type: 'string', required: true, example: 'x', description: 'Word' }, tab: { type: 'string', default: '\\t', description: 'Tab' } }",
      ),
    });
    const allowed = await run('plugins', 'allow', 'plugins/word.ts');
    expect(allowed.stdout).toContain('option word (required, such as "x"): Word\n  option tab="\\t": Tab\nready\n');
    const missing = await run(...compute, '--format', 'word', '--output', 'out.txt');
    expect(missing).toMatchObject({ code: 2, stdout: '' });
    expect(missing.stderr).toMatch(
      /^error: word needs the option "word"\.\nhint: Give --option word=…, or set it in \.prsrc\. Word, such as "x"\.\n$/,
    );
    const refused = await run(...compute, '--format', 'word', '--option', 'word=bad', '--output', 'out.txt');
    expect(refused).toMatchObject({
      code: 2,
      stderr: 'error: Plugin word, exporter word: bad is no word.\nhint: Words are good.\n',
    });
    expect(readdirSync(cwd).sort()).toEqual(['me.vcf', 'plugins', 'score.txt']);

    const value = ' Heart, "Lung" and=Blood, tab=x ';
    const given = await run(...compute, '--format', 'word', '--option', `word=${value}`, '--option', 'tab=');
    expect(given.stdout).toBe(value);
    const twice = await run(...compute, '--format', 'word', '--option', 'word=a', '--option', 'word=b');
    expect(twice).toMatchObject({ code: 2, stderr: expect.stringContaining('word option "word" is given twice.') });

    write('.prsrc', 'plugins:\n  - { use: ./plugins/word.ts, options: { word: set } }\n');
    expect((await run(...compute, '--format', 'word')).stdout).toBe('set');
    expect((await run('plugins', 'allow', 'word')).stdout).toContain('option word="set": Word');
    write('.prsrc', 'plugins:\n  - { use: ./plugins/word.ts, options: { wrod: set } }\n');
    const sentence = `${join(cwd, '.prsrc')} sets option "wrod" of word, which has word, tab; did you mean "word"?`;
    expect((await run(...compute, '--format', 'word')).stderr).toContain(`error: ${sentence}\n`);
    expect((await run('plugins', 'list')).stderr).toBe(`${sentence}\n`);
  });

  it('that refuses what a user gave after results were computed costs none of them', async () => {
    const { run, cwd } = openProject({
      'me.vcf': genome,
      'score.txt': score,
      'plugins/late.ts': exporterText(
        'late',
        "for await (const rows of batches) throw new UsageError('no trait'); yield '';",
        "import { UsageError } from 'just-prs-tui/plugin';",
      ),
    });
    await run('plugins', 'allow', 'late');
    const answer = await run(...compute, '--format', 'late', '--output', 'out.txt');
    expect(answer.code).toBe(2);
    expect(answer.stderr).toContain('Nothing is lost: all 1 results are in out.txt.');
    expect(readdirSync(cwd).filter((name) => name.endsWith('.ndjson'))).toHaveLength(1);
    expect((await run('plugins', 'list')).stdout).toMatch(/^late +folder +exporter late +ready$/m);
  });

  it('is told apart from what was written of what it was given', async () => {
    const { run } = openProject({ 'plugins/some.ts': exporterText('some', "yield 'x';"), 'results.json': results });
    const files = ['export', 'results.json', '--allow-plugin', 'some'];
    expect((await run(...files, '--format', 'some', '--output', 'a')).stderr).toMatch(
      /^\d results? handed to some; written to a\n$/,
    );
    expect((await run(...files, '--format', 'csv', '--output', 'b')).stderr).toBe('2 results written to b\n');
  });

  it('that fails costs no result: they are kept, and can be written again', async () => {
    const { run, cwd } = openProject({
      'me.vcf': genome,
      'score.txt': score,
      'plugins/bad.ts': exporterText('bad', "yield 'half'; throw new Error('no');"),
    });
    await run('plugins', 'allow', 'bad');
    const answer = await run(...compute, '--format', 'bad', '--output', 'out.txt');
    expect(answer.code).toBe(1);
    expect(answer.stderr).toContain('Plugin bad, exporter bad: no');
    const [kept] = readdirSync(cwd).filter((name) => name.endsWith('.ndjson'));
    expect(answer.stderr).toContain(`all 1 results are in out.txt.`);
    expect(statSync(join(cwd, kept)).mode & 0o777).toBe(0o600);
    expect(existsSync(join(cwd, 'out.txt'))).toBe(false);
    expect(readdirSync(cwd).filter((name) => name.endsWith('.partial'))).toEqual([]);
    const again = await run('export', kept, '--format', 'csv', '--columns', 'pgs_id,score');
    expect(again.stdout.replaceAll('\r', '')).toBe('pgs_id,score\nPGS000001,1\n');
  });

  it('that fails on results for standard output costs none of several scores', async () => {
    const other = scoringText(['1 5 G A 2 0.5'], '#pgs_id=PGS000002\n#genome_build=GRCh38\n');
    const { run, cwd } = openProject({
      'me.vcf': genome,
      'score.txt': score,
      'other.txt': other,
      'plugins/bad/run.sh': 'head -n 1; exit 9',
      'plugins/bad/plugin.json': JSON.stringify({ exec: ['sh', 'run.sh'], id: 'bad' }),
    });
    await run('plugins', 'allow', 'bad');
    const files = ['--scoring-file', 'score.txt,other.txt'];
    const answer = await run('compute', '--vcf', 'me.vcf', ...files, '--format', 'bad');
    expect(answer.code).toBe(1);
    expect(answer.stderr).toContain('Plugin bad, exporter bad: ended with code 9');
    const [, command] = /Write them with: just-prs-tui (.*)/.exec(answer.stderr) ?? [];
    const again = await run(...command.split(' '), '--columns', 'pgs_id,score');
    expect(again.stdout.replaceAll('\r', '')).toBe('pgs_id,score\nPGS000001,1\nPGS000002,2\n');
    expect(readdirSync(cwd).filter((name) => name.endsWith('.ndjson'))).toHaveLength(1);
    const after = await run('compute', '--vcf', 'me.vcf', ...files, '--format', 'csv', '--columns', 'pgs_id');
    expect(after).toMatchObject({ code: 0, stdout: expect.stringContaining('PGS000002') });
  });

  it('that kills the program while it loads is off the next time, and the rest works', async () => {
    const { run, write, cwd } = openProject({
      'plugins/bad.ts': exporterText(
        'bad',
        GOOD,
        "import { execSync } from 'node:child_process'; import { existsSync } from 'node:fs'; if (existsSync('angry')) execSync('kill -9 ' + process.pid);",
      ),
      'results.json': results,
    });
    await run('plugins', 'allow', 'bad');
    write('angry', '');
    const call = ['export', 'results.json', '--format', 'bad'];
    expect((await run(...call)).stdout).toBe('');
    const next = await run(...call);
    expect(next.code).toBe(2);
    expect(next.stderr).toContain('bad is off: the program died while it was loading it.');
    expect((await run('export', 'results.json', '--format', 'csv')).code).toBe(0);
    rmSync(join(cwd, 'angry'));
    expect((await run('plugins', 'enable', 'bad')).stdout).toBe('bad: ready\n');
    expect((await run(...call)).stdout).toBe('PGS000001\nPGS000002\n');
  });

  it('brings scores and genotypes', async () => {
    const { run } = openProject({
      'me.raw': '1 5 A G 0/1\n1 6 A G 1/1\n',
      'plugins/lab.ts': `
        import { definePlugin } from 'just-prs-tui/plugin';
        import { readFile } from 'node:fs/promises';
        export default definePlugin({
          name: 'lab', apiVersion: 1, description: 'Of the lab',
          sources: [{ id: 'lab', title: 'Lab',
            async search(query) { return [{ id: 'two', name: 'Two variants', trait: query, n_variants: 2 }]; },
            async *fetch(id, build) { yield ${JSON.stringify(score)}.replace('GRCh38', build); },
          }],
          readers: [{ id: 'raw', title: 'Raw', sniff: (head, name) => name.endsWith('.raw') ? 1 : 0,
            async *read(path) {
              yield ${JSON.stringify(vcfText([]))};
              for (const line of (await readFile(path, 'utf8')).trim().split('\\n')) {
                const [chrom, pos, ref, alt, gt] = line.split(' ');
                yield [chrom, pos, '.', ref, alt, '.', 'PASS', '.', 'GT', gt].join('\\t') + '\\n';
              }
            },
          }],
        });`,
    });
    expect((await run('genotypes', 'convert', 'me.raw')).stderr).toContain('Readers come with plugins.');
    await run('plugins', 'allow', 'lab');
    expect((await run('score', 'search', 'height', '--source', 'lab')).stdout).toMatch(
      /^lab:two +Two variants +height +2$/m,
    );
    expect((await run('genotypes', 'convert', 'me.raw', '--output', 'me.vcf')).stderr).toContain(
      'Written to me.vcf by raw',
    );
    const table = await run(
      'compute',
      '--vcf',
      'me.vcf',
      '--build',
      'GRCh38',
      '--score',
      'lab:two',
      '--format',
      'csv',
      '--columns',
      'pgs_id,score,match_rate',
    );
    expect(table.stdout.replaceAll('\r', '')).toBe('pgs_id,score,match_rate\nPGS000001,1,1\n');
    expect((await run('compute', '--vcf', 'me.vcf', '--score', 'lab')).stderr).toContain('"lab" is not SOURCE:SCORE.');
    expect((await run('genotypes', 'convert', 'me.raw', '--by', 'rwa')).stderr).toContain('Did you mean raw?');
  });

  it('judges results by its rule', async () => {
    const { run } = openProject({
      'results.json': results,
      'plugins/judge/plugin.json': JSON.stringify({ exec: ['sh', 'run.sh'], id: 'judge', kind: 'interpreter' }),
      'plugins/judge/run.sh': `sed 's/.*"pgs_id":"\\(PGS[0-9]*\\)".*/{"pgs_id":"\\1","tier":"low","summary":"By sed","caveats":[],"source":"sed(1)"}/'`,
    });
    await run('plugins', 'allow', 'judge');
    const answer = await run('interpret', 'results.json', '--by', 'judge', '--json');
    expect(JSON.parse(answer.stdout).map(({ pgs_id }: { pgs_id: string }) => pgs_id)).toEqual([
      'PGS000001',
      'PGS000002',
    ]);
  });
});

describe('plugins check', () => {
  const two = `
    import { definePlugin } from 'just-prs-tui/plugin';
    const exporter = (id, act) => ({ id, title: id, extension: '.txt', async *export(_, context) { act(context); } });
    export default definePlugin({
      name: 'two', apiVersion: 1, description: 'For a test',
      options: { n: { type: 'number', required: true, example: 1, description: 'N' } },
      exporters: [
        exporter('good', ({ options, log }) => { for (let at = 0; at < 5; at++) log('n is ' + options.n + ', line ' + at); }),
        exporter('bad', ({ log }) => { log('why'); throw new RangeError('boom'); }),
      ],
    });`;

  it('shows what a plugin said, what failed and how much, with the options of the command line', async () => {
    const { run } = openProject({ 'plugins/two.ts': two });
    const { code, stdout, stderr } = await run('plugins', 'check', 'plugins/two.ts', '--option', 'n=7');
    expect(code).toBe(1);
    expect(stderr).toBe('');
    const lines = stdout.split('\n');
    expect(lines.slice(0, 6)).toEqual([
      'two is a plugin.',
      expect.stringMatching(/^ {2}exporter good: 0 bytes for 5,000 made-up rows, \d+ ms$/),
      '    | n is 7, line 0',
      '    | n is 7, line 1',
      '    | n is 7, line 2',
      '    | … 2 more lines',
    ]);
    expect(lines[6]).toMatch(/^FAILED exporter bad: RangeError: boom \(.*two\.ts:\d+\)\.$/);
    expect(lines.slice(7)).toEqual(['    | why', '1 of 2 failed.', '']);
    const json = JSON.parse((await run('plugins', 'check', 'two', '--json')).stdout);
    expect(json.runs[0].log).toHaveLength(5);
    expect(json.runs[0].log[0]).toBe('n is 1, line 0');
    const wrong = await run('plugins', 'check', 'two', '--option', 'n=7,m=8');
    expect(wrong).toMatchObject({
      code: 2,
      stderr: 'error: two option "n" cannot be "7,m=8".\nhint: It is a number. Give --option once for each option.\n',
    });
  });

  it('says once where a file is no TypeScript', async () => {
    const { run, cwd } = openProject({ 'plugins/syntax.ts': 'export default {\n name: "x",\n apiVersion 1 };\n' });
    const { stderr } = await run('plugins', 'check', 'plugins/syntax.ts');
    expect(stderr.split('\n')[1]).toBe(
      `  does not load: ParseError: Unexpected token, expected "," ${join(cwd, 'plugins/syntax.ts')}:3:12`,
    );
  });
});

it('interpret says whose an interpretation is when there are several people', async () => {
  const mine = { 'me.json': results, 'you.json': JSON.stringify([resultOf({ sample: 'you' })]) };
  const { run } = openProject(mine);
  const { sample } = resultOf();
  expect((await run('interpret', 'me.json')).stdout).toMatch(/^PGS ID +Tier/);
  const both = await run('interpret', 'me.json', 'you.json');
  expect(both.stdout).toMatch(/^Sample +PGS ID +Tier/);
  expect(both.stdout).toMatch(/^you +PGS000001 /m);
  const json = JSON.parse((await run('interpret', 'me.json', 'you.json', '--json')).stdout);
  expect(json.map((item: { sample: string }) => item.sample)).toEqual([sample, sample, 'you']);
});

describe('plugins new', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));

  const hasPython = spawnSync('python3', ['--version']).status === 0;
  const kinds = NEW_KINDS.filter((kind) => kind !== 'python' || hasPython);

  it.each(kinds)('writes a %s that is taken and runs, and a test that passes', async (kind) => {
    const { run, cwd } = openProject();
    const written = await run('plugins', 'new', kind, 'my-own');
    expect(written.code).toBe(0);
    const test = join(cwd, 'plugins/my-own.test.mjs');
    expect(written.stdout).toContain(`${test}\n`);
    const [, path = ''] = /plugins check (.*)\n/.exec(written.stderr) ?? [];
    const check = await run('plugins', 'check', path);
    expect(check.stderr).toBe('');
    expect(check).toMatchObject({ code: 0, stdout: expect.stringContaining('my-own is a plugin.') });
    expect((await run('plugins', 'new', kind, 'my-own')).stderr).toContain('exists already');
    expect((await run('plugins', 'allow', 'my-own')).stdout).toMatch(/ready\n$/);
    expect((await run('plugins', 'new', kind, 'my-own')).stderr).toContain('Choose another name.');
    mkdirSync(join(cwd, 'node_modules'));
    symlinkSync(root, join(cwd, 'node_modules', 'just-prs-tui'));
    const ran = await new Promise<Answer>((resolve) => {
      execFile(process.execPath, ['--test', test], { cwd, env: { PATH: process.env.PATH } }, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
      );
    });
    expect(ran.code, ran.stdout + ran.stderr).toBe(0);
    expect(ran.stdout).toMatch(/# pass [23]/);
  });

  it('says where to read on', async () => {
    const { run } = openProject();
    for (const words of [['plugins'], ['plugins', 'new']])
      expect((await run(...words, '--help')).stdout).toMatch(/\nHow to write one: docs\/plugins\.md .*\n$/);
  });

  it('refuses kinds and names that are none', async () => {
    const { run, cwd } = openProject();
    expect((await run('plugins', 'new', 'exporters', 'x')).stderr).toContain('Kinds are exporter, interpreter');
    expect((await run('plugins', 'new', 'exporter', '../x')).stderr).toContain('"../x" is no name of a plugin.');
    const taken = await run('plugins', 'new', 'exporter', 'json');
    expect(taken).toMatchObject({ code: 2, stderr: expect.stringContaining('json brings exporter json already.') });
    expect(existsSync(join(cwd, 'plugins'))).toBe(false);
  });
});

it('a switch that begins with no- is off until it is given', () => {
  expect(parseFlags([], COMMON_FLAGS)).toEqual({ positional: [], values: {}, settings: {} });
  expect(parseFlags(['--no-color', '--no-plugins'], COMMON_FLAGS)).toEqual({
    positional: [],
    values: { 'no-color': true, 'no-plugins': true },
    settings: { no_plugins: true },
  });
});
