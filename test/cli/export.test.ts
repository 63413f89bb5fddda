/** `compute --format` with exporters, and `export` of what was computed earlier. Through the real program. */
import { execFile, spawn } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { BUILTIN } from '../../src/plugins/builtin/index.ts';
import { temporaryDirectory, vcfText, writeFixture } from '../support/genotypes.ts';
import { program, runProgram } from '../support/program.ts';
import { resultOf } from '../support/results.ts';
import { scoringText } from '../support/scoring.ts';

const directory = temporaryDirectory();
const genome = writeFixture(
  directory,
  'sample.vcf',
  vcfText(['1 5 A G 0/1', '1 6 A G 1/1', '1 7 C T 0/1', '1 8 C T 0/0']),
);
const score = writeFixture(
  directory,
  'score.txt',
  scoringText(['1 5 G A 0.5 0.5', '1 6 G A 0.25 0.5'], '#pgs_id=PGS000001\n#genome_build=GRCh38\n'),
);
const compute = (...words: readonly string[]) =>
  runProgram(['compute', '--vcf', genome, '--scoring-file', score, ...words]);
const earlier = writeFixture(
  directory,
  'earlier.json',
  `${JSON.stringify([resultOf(), resultOf({ pgs_id: 'PGS000002' })], null, 2)}\n`,
);

/** Runs the program with a text on its standard input. */
const pipeIn = (argv: readonly string[], text: string): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...argv], { env: { PATH: process.env.PATH, HOME: directory } });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('close', (code) => resolve({ code: code ?? -1, stdout, stderr }));
    child.stdin.end(text);
  });

describe('compute --format', () => {
  it('takes every exporter, and writes what export writes of the same results', async () => {
    const json = join(directory, 'computed.json');
    expect((await compute('--format', 'json', '--output', json)).code).toBe(0);
    for (const { exporters = [] } of BUILTIN)
      for (const { id, extension } of exporters) {
        const [direct, again] = [join(directory, `direct${extension}`), join(directory, `again${extension}`)];
        const answer = await compute('--format', id, '--output', direct);
        expect(answer.code, answer.stderr).toBe(0);
        expect((await runProgram(['export', json, '--format', id, '--output', again])).code).toBe(0);
        expect(readFileSync(again).equals(readFileSync(direct)), id).toBe(true);
        expect(statSync(direct).mode & 0o777).toBe(0o600);
      }
    expect(JSON.parse(readFileSync(json, 'utf8'))[0]).toMatchObject({ pgs_id: 'PGS000001', score: 1 });
  });

  it('has an exporter in the help for every built-in', async () => {
    const { stdout } = await runProgram(['compute', '--help']);
    for (const { exporters = [] } of BUILTIN) for (const { id } of exporters) expect(stdout).toContain(id);
  });

  it('gives --columns and --option to the exporter, and refuses what it does not have', async () => {
    expect((await compute('--format', 'csv', '--columns', 'pgs_id,score')).stdout).toBe(
      'pgs_id,score\r\nPGS000001,1\r\n',
    );
    expect((await compute('--format', 'tsv', '--option', 'columns=pgs_id,score')).stdout).toBe(
      'pgs_id\tscore\nPGS000001\t1\n',
    );
    for (const [words, message] of [
      [['--format', 'json', '--columns', 'score'], '--columns does not go with --format json.'],
      [['--format', 'csv', '--option', 'sep=;'], 'csv has no option "sep".'],
      [['--format', 'csv', '--option', 'constructor=x'], 'csv has no option "constructor".'],
      [['--format', 'html', '--option', 'names=no'], 'html option "names" cannot be "no".'],
      [['--format', 'htm'], 'Did you mean html?'],
      [['--option', 'columns=score'], '--option does not go with --format table.'],
      [['--by-trait', '--format', 'csv', '--option', 'columns=score'], '--option does not go with --by-trait.'],
    ] as const) {
      const answer = await compute(...words);
      expect(answer.stderr).toContain(message);
      expect(answer.code).toBe(2);
    }
  });
});

describe('export', () => {
  it('shows formats and their options', async () => {
    const { stdout } = await runProgram(['export', '--list']);
    for (const { exporters = [], options = {} } of BUILTIN) {
      for (const { id, title } of exporters)
        expect(stdout).toMatch(new RegExp(`${id}.*${title.replace(/[()]/g, '.')}`));
      for (const name of Object.keys(options)) expect(stdout).toContain(name);
    }
    const listed = JSON.parse((await runProgram(['export', '--list', '--json'])).stdout);
    expect(listed.map(({ id }: { id: string }) => id)).toContain('html');
  });

  it('reads json and ndjson, files and standard input, also several', async () => {
    const lines = writeFixture(directory, 'lines.ndjson', `${JSON.stringify(resultOf({ pgs_id: 'PGS000003' }))}\n`);
    const ids = ['--format', 'csv', '--columns', 'pgs_id'];
    expect((await runProgram(['export', earlier, lines, ...ids])).stdout.split('\r\n').slice(1, 4)).toEqual([
      'PGS000001',
      'PGS000002',
      'PGS000003',
    ]);
    expect((await pipeIn(['export', '-', ...ids], readFileSync(earlier, 'utf8'))).stdout).toContain('PGS000002');
    expect((await pipeIn(['export', ...ids], readFileSync(lines, 'utf8'))).stdout).toContain('PGS000003');
  });

  it('gives every field back as it was', async () => {
    const { stdout } = await runProgram(['export', earlier, '--format', 'json']);
    expect(stdout).toBe(readFileSync(earlier, 'utf8'));
  });

  it('writes bytes that others read', async () => {
    const output = join(directory, 'results.arrow');
    await runProgram(['export', earlier, '--format', 'arrow', '--output', output]);
    expect(tableFromIPC(readFileSync(output)).getChild('pgs_id')?.toJSON()).toEqual(['PGS000001', 'PGS000002']);
  });

  const oneLine = JSON.stringify(resultOf());
  it.each<[string, string, string]>([
    ['text that is no JSON', 'pgs_id,score\n', ':1: "pgs_id,score" is no result in JSON.'],
    ['an empty line', '\n', ':2: there is nothing in it.'],
    ['results of another kind', '[\n  {"trait": "x", "votes": 2}\n]', ':2: this is not the result of a score'],
    [
      'a field of another type',
      `${oneLine}\n${oneLine.replace('"score":1.25', '"score":"a lot"')}\n`,
      ':2: "score" of this result is "a lot", not number.',
    ],
    [
      'a nested field of another type',
      oneLine.replace('"exact":5', '"exact":-5'),
      ':1: "states.exact" of this result is -5',
    ],
    ['a field that is missing', oneLine.replace('"sample":"S1",', ''), ':1: "sample" of this result is undefined'],
    [
      'a result that is cut off',
      `${oneLine}\n{"pgs_id": "PG`,
      ':2: the text ends inside the result that begins on line 2.',
    ],
    ['a list that is cut off', `[${oneLine},\n`, ':2: the text ends before the end of the list.'],
    ['an object that is broken', `\n{"pgs_id" "PGS000001"}`, ':2: the result that begins here is not JSON'],
  ])('%s: named with file and line, and nothing is written', async (name, text, message) => {
    const file = writeFixture(directory, `${name.replaceAll(' ', '_')}.json`, text);
    const output = join(directory, 'never.csv');
    const answer = await runProgram(['export', file, '--format', 'csv', '--output', output]);
    expect(answer.stderr).toContain(file);
    expect(answer.stderr).toContain(message);
    expect(answer.stderr).toContain('hint: Give what compute --format json');
    expect(answer.code).toBe(1);
    expect(() => statSync(output)).toThrow();
  });

  it('says what is missing', async () => {
    const missing = await runProgram(['export', join(directory, 'none.json'), '--format', 'csv']);
    expect(missing.stderr).toContain('none.json does not exist.');
    expect(missing.code).toBe(1);
    const formatless = await runProgram(['export', earlier]);
    expect(formatless.stderr).toContain('Give --format csv, tsv, json');
    expect(formatless.code).toBe(2);
    const self = await runProgram(['export', earlier, '--format', 'csv', '--output', earlier]);
    expect(self.stderr).toContain('named twice');
  });

  /** What bash answers to a pipeline of the program, which is `"$0" "$1"`; codes of all its parts at the end. */
  const inBash = (pipeline: string): Promise<string> =>
    new Promise((resolve) => {
      const script = `${pipeline}; echo "codes ${'${'}PIPESTATUS[*]}"`;
      const env = { PATH: process.env.PATH, HOME: directory, FILE: earlier };
      execFile('bash', ['-c', script, process.execPath, program], { env, cwd: directory }, (_, stdout, stderr) =>
        resolve(stdout + stderr),
      );
    });

  it.each([
    ['JSON', 'cat "$FILE" | "$0" "$1" export - --format csv --columns pgs_id -q'],
    ['JSON lines', '"$0" "$1" export "$FILE" --format ndjson -q | "$0" "$1" export - --format csv --columns pgs_id -q'],
  ])('reads %s from a pipe', async (_, pipeline) => {
    const whole = await inBash('"$0" "$1" export "$FILE" --format csv --columns pgs_id -q');
    expect(whole).toMatch(/^pgs_id\r?\nPGS/);
    expect(await inBash(pipeline)).toBe(whole.replace('codes 0', 'codes 0 0'));
  });

  it.each([
    ['reads nothing', '"$0" "$1" export "$FILE" --format ndjson | true', 'codes 0 0\n'],
    ['reads neither results nor what is said', '"$0" "$1" export "$FILE" --format ndjson 2>&1 | true', 'codes 0 0\n'],
    [
      'does not read what is said while a file is written',
      '"$0" "$1" export "$FILE" --format csv --output piped.csv 2>&1 | true',
      'codes 0 0\n',
    ],
  ])('is content with a reader that %s', async (_, pipeline, answer) => {
    expect(await inBash(pipeline)).toBe(answer);
  });

  it('says in a sentence that what is printed finds no room', async () => {
    expect(await inBash('"$0" "$1" export "$FILE" --format ndjson -q > /dev/full')).toMatch(
      /^codes 1\nerror: Standard output cannot be written: ENOSPC.*\nhint: Is the disk full\?\n$/,
    );
  });

  it('is done when its reader has seen enough', async () => {
    const many = join(directory, 'many.ndjson');
    writeFileSync(many, `${oneLine}\n`.repeat(2000));
    const code = await new Promise((resolve) => {
      const child = spawn(
        'sh',
        [
          '-c',
          `"$0" "$1" export "$2" --format ndjson 2>"$3" | head -c 5; echo done`,
          process.execPath,
          program,
          many,
          join(directory, 'stderr.txt'),
        ],
        {
          env: { PATH: process.env.PATH, HOME: directory },
        },
      );
      child.on('close', resolve);
    });
    expect(code).toBe(0);
    expect(readFileSync(join(directory, 'stderr.txt'), 'utf8')).toBe('');
  });
});

describe('interpret', () => {
  it('says what results are worth, by the rule asked for', async () => {
    const usual = await runProgram(['interpret', earlier]);
    expect(usual.stdout).toMatch(/PGS000001 {2}low {3}84th percentile/);
    expect(usual.stderr).toContain('Rule: Coverage grade');
    const { stdout } = await pipeIn(['interpret', '--by', 'just-prs', '--json'], JSON.stringify(resultOf()));
    expect(JSON.parse(stdout)).toMatchObject([{ pgs_id: 'PGS000001', tier: 'moderate' }]);
    const unknown = await runProgram(['interpret', earlier, '--by', 'two-grade']);
    expect(unknown.stderr).toContain('Did you mean two-grades?');
    expect(unknown.code).toBe(2);
  });
});
