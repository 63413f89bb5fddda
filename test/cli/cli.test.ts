/** The real program: exit code, stdout and stderr, as a shell sees them. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory, vcfText, writeFixture } from '../support/genotypes.ts';
import { scoringText } from '../support/scoring.ts';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const home = temporaryDirectory();

interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(
  argv: readonly string[],
  { env = {}, cwd = home }: { env?: Record<string, string>; cwd?: string } = {},
): Promise<Answer> {
  return new Promise((resolve) => {
    const environment = { PATH: process.env.PATH, HOME: home, ...env };
    execFile(process.execPath, [program, ...argv], { env: environment, cwd }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

const header = '#pgs_id=PGS000001\n#trait_reported=Height\n#genome_build=GRCh38\n';
const vcf = writeFixture(home, 'sample.vcf', vcfText(['1 5 A G 0/1', '1 6 A G 1/1 LowQual 9 12 rs6', 'X 7 C T 1']));
const score = writeFixture(home, 'one.txt.gz', gzipSync(scoringText(['1 5 G A 0.5 0.5', '1 6 G A 0.25 0.5'], header)));
const other = writeFixture(home, 'two.txt', scoringText(['X 7 T C -1'], header.replace('PGS000001', 'PGS000002')));

describe('reference build', () => {
  const fasta = writeFixture(home, 'mt.fa', `>MT\n${'ACGT'.repeat(4142)}A\n`);

  it('packs a FASTA into the cache and says what is in it', async () => {
    const { code, stdout, stderr } = await run(['reference', 'build', '--fasta', fasta, '--build', 'GRCh38']);
    expect([code, stdout]).toEqual([0, `${join(home, '.cache/just-prs/reference/GRCh38.2bit')}\n`]);
    expect(stderr).toContain('GRCh38: 1 of 25 chromosomes, 16,569 bases in');
  });

  it('needs a FASTA, and does not write over it', async () => {
    expect(await run(['reference', 'build'])).toMatchObject({ code: 2 });
    const { code, stderr } = await run(['reference', 'build', '--fasta', fasta, '--output', fasta]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('is named twice')]);
  });

  it('is named once in compute', async () => {
    const { code, stderr } = await run(['compute', '--vcf', vcf, '-s', other, '--fasta', fasta, '--reference', fasta]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('--reference and --fasta mean the same')]);
  });
});

describe('reference constants', () => {
  const fasta = writeFixture(home, 'constants.fa', `>MT\n${'ACGT'.repeat(4142)}A\n`);
  const known = writeFixture(home, 'known.txt', scoringText(['MT 5 A G 0.5', 'MT 6 T C 2'], header));
  const unknown = writeFixture(home, 'unknown.txt', scoringText(['1 5 A G 0.5'], header));
  const args = ['reference', 'constants', '--reference', fasta];

  it('writes the table, and tells the scores that have none', async () => {
    const output = join(home, 'constants.tsv');
    const { code, stdout, stderr } = await run([...args, '-s', `${known},${unknown}`, '-o', output]);
    expect([code, stdout]).toEqual([3, `${output}\n`]);
    expect(stderr).toContain('unknown.txt has no constant: of 1 of its 1 variants the reference allele is not known');
    expect(readFileSync(output, 'utf8').split('\n')[1]).toMatch(/^PGS000001\tGRCh38\t0\.5\t0\t2\t/);
    const genome = writeFixture(home, 'variants.vcf', vcfText(['1 5 A G 0/1']));
    const compute = await run(['compute', '--vcf', genome, '-s', known, '--hom-ref-table', output, '--format', 'json']);
    expect(JSON.parse(compute.stdout)[0]).toMatchObject({ hom_ref_score: 0.5, score_from_anchor: null });
  });

  it('needs scoring files, a reference and an output', async () => {
    for (const short of [args, [...args, '-s', known], ['reference', 'constants', '-s', known, '-o', 'x.tsv']])
      expect(await run(short)).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('compute', () => {
  const args = ['compute', '--vcf', vcf, '--scoring-file', `${score},${other}`];

  it('prints a table by default', async () => {
    const { code, stdout } = await run(args);
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        'PGS ID     Trait   PRS Score  Percentile  Pct. Method  AUROC  Evidence  Coverage  Population  Match Rate  Matched  Total  Effect Size',
        '─────────  ──────  ─────────  ──────────  ───────────  ─────  ────────  ────────  ──────────  ──────────  ───────  ─────  ───────────',
        'PGS000001  Height   1.000000        73.7  theoretical      –         –  A                  –      100.0%        2      2            –',
        'PGS000002  Height  -1.000000           –  unavailable      –         –  A                  –      100.0%        1      1            –',
        '',
      ].join('\n'),
    );
  });

  it('prints JSON with the fields of the result', async () => {
    const { stdout } = await run([...args, '--format', 'json', '--chromosomes', 'autosomes']);
    const results = JSON.parse(stdout);
    expect(results).toHaveLength(2);
    expect(results[0]).toMatchObject({
      pgs_id: 'PGS000001',
      score: 1,
      variants_matched: 2,
      match_rate: 1,
      sample: 'S1',
    });
    expect(results[1]).toMatchObject({
      variants_matched: 0,
      states: { excluded: 1 },
      policies: { chromosomes: 'autosomes' },
    });
  });

  it('prints NDJSON, CSV and TSV', async () => {
    const ndjson = (await run([...args, '--format', 'ndjson'])).stdout.trim().split('\n');
    expect(ndjson.map((line) => JSON.parse(line).pgs_id)).toEqual(['PGS000001', 'PGS000002']);
    const csv = (await run([...args, '--format', 'csv'])).stdout;
    expect(csv.split('\r\n')[0]).toMatch(/^pgs_id,trait_reported,score,percentile,.*,withheld$/);
    const tsv = (await run([...args, '--format', 'tsv'])).stdout.split('\n');
    expect(tsv[1]?.split('\t').slice(0, 3)).toEqual(['PGS000001', 'Height', '1']);
  });

  it('writes a private file, complete', async () => {
    const output = join(home, 'deep', 'out.json');
    const { code, stdout, stderr } = await run([...args, '--format', 'json', '--output', output]);
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toContain('Written to');
    expect(statSync(output).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(output, 'utf8'))).toHaveLength(2);
  });

  it('exits with 3 when some scores fail and 1 when all do', async () => {
    const some = await run([
      'compute',
      '--vcf',
      vcf,
      '--pgs-id',
      'pgs000777',
      '--scoring-file',
      score,
      '--format',
      'ndjson',
    ]);
    expect(some.code).toBe(3);
    expect(some.stdout.trim().split('\n')).toHaveLength(1);
    expect(some.stderr).toContain('error: PGS000777: PGS000777 for GRCh38 is not in');
    expect((await run(['compute', '--vcf', vcf, '--pgs-id', 'PGS000777'])).code).toBe(1);
  });

  it('leaves no output file when it fails', async () => {
    const output = join(home, 'never', 'out.json');
    const { code } = await run([
      'compute',
      '--vcf',
      join(home, 'nowhere.vcf'),
      '--scoring-file',
      score,
      '--output',
      output,
    ]);
    expect(code).toBe(1);
    expect(existsSync(output)).toBe(false);
    expect(existsSync(join(home, 'never')) ? readdirSync(join(home, 'never')) : []).toEqual([]);
  });

  it('takes settings from .prsrc and lets flags win', async () => {
    const cwd = temporaryDirectory();
    writeFixture(cwd, '.prsrc', 'filters:\n  pass_filters: [PASS, "."]\n');
    const filtered = await run([...args, '--format', 'json'], { cwd });
    expect(JSON.parse(filtered.stdout)[0].states.filtered).toBe(1);
    const loose = await run([...args, '--format', 'json', '--pass-filters', 'PASS,LowQual'], { cwd });
    expect(JSON.parse(loose.stdout)[0].states.filtered).toBe(0);
  });

  it('refuses another build unless forced', async () => {
    const refused = await run([...args, '--build', 'GRCh37']);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/error: sample\.vcf is on GRCh38 .* but GRCh37 was asked for/);
    const forced = await run([...args, '--build', 'GRCh37', '--force-build', '--format', 'json']);
    expect(forced.code).toBe(0);
    expect(JSON.parse(forced.stdout)[0]).toMatchObject({ build_mismatch: true });
  });
});

describe('normalize', () => {
  it('writes a Parquet that scores like the VCF', async () => {
    const { code, stdout, stderr } = await run([
      'normalize',
      '--vcf',
      vcf,
      '--min-depth',
      '10',
      '--format-fields',
      'DP, GT',
    ]);
    expect(code).toBe(0);
    expect(stderr).toContain('Filters: depth ≥ 10');
    const output = 'data/output/results/sample.parquet';
    expect(stdout).toContain(`2 of 3 records, 12 columns\n${output}\n`);
    expect(stdout).toMatch(/^genotype\s+List\(String\)$/m);
    expect(statSync(join(home, output)).mode & 0o777).toBe(0o600);
    const scored = await run(['compute', '--vcf', output, '--scoring-file', other, '--format', 'json']);
    expect(JSON.parse(scored.stdout)[0]).toMatchObject({ score: -1, detected_genome_build: 'GRCh38', sample: 'S1' });
  });
});

describe('an output', () => {
  it.each(['same path', 'other spelling', 'symbolic link', 'hard link', 'folder'])(
    'that is the genome by %s is refused',
    async (kind) => {
      const cwd = temporaryDirectory();
      const genome = writeFixture(cwd, 'genome.vcf', readFileSync(vcf));
      const output = join(cwd, 'output');
      if (kind === 'symbolic link') symlinkSync(genome, output);
      if (kind === 'hard link') linkSync(genome, output);
      if (kind === 'folder') mkdirSync(output);
      const target =
        kind === 'same path' ? genome : kind === 'other spelling' ? `./../${basename(cwd)}/genome.vcf` : output;
      for (const argv of [
        ['normalize', '--vcf', genome, '--output', target],
        ['compute', '--vcf', genome, '--scoring-file', score, '--output', target],
        ['compute', '--vcf', genome, '--scoring-file', score, '--dump-variants', target],
      ]) {
        const { code, stderr } = await run(argv, { cwd });
        expect(stderr).toMatch(/is named twice|is not a regular file/);
        expect(code).toBe(2);
      }
      expect(readFileSync(genome)).toEqual(readFileSync(vcf));
    },
  );

  it('that is a scoring file is refused', async () => {
    const { code, stderr } = await run(['compute', '--vcf', vcf, '--scoring-file', other, '--output', other]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('is named twice')]);
  });
});

describe('usage', () => {
  it.each([
    [['compute'], 'compute needs --vcf FILE'],
    [
      ['compute', '--vcf', 'x'],
      'compute needs --pgs-id IDS, --scoring-file FILES, --score SOURCE:SCORE or --trait TRAITS',
    ],
    [['compute', '--vcf', 'x', '--pgs-id', 'PGS12'], '"PGS12" is not a PGS Catalog id'],
    [['compute', '--vcf', 'x', '--pgs-id', 'PGS000001', '--format', 'xml'], 'There is no format "xml"'],
    [['compute', '--vcf', 'x', '--pgs-id', 'PGS000001', '--chromosomes', '1,chrZ'], 'There is no chromosome "Z"'],
    [
      ['compute', '--vcf', 'x', '--pgs-id', 'PGS000001', '--ambiguous', 'maybe'],
      'command line: setting "ambiguous" is "maybe"',
    ],
    [
      ['compute', '--vcf', 'x', '--pgs-id', 'PGS000001', '--sample', 'all', '--output', 'y', '--format', 'ndjson'],
      '--format is about full results, and --sample all writes one table',
    ],
    [['compute', '--vcf', 'x', '--min-depth', 'ten'], '--min-depth needs a number, not "ten"'],
    [['compute', '--vcf'], '--vcf needs a value'],
    [['compute', '--no-vcf'], 'There is no flag --no-vcf'],
    [['compute', '--vcf', 'x', '--vcf', 'y'], 'Several values go into one flag'],
    [['compute', '-z'], 'There is no flag -z'],
    [['compute', '--vfc', 'x'], 'Did you mean --vcf?'],
    [['comptue'], 'Did you mean compute?'],
    [['normalize', 'sample.vcf'], 'normalize takes no "sample.vcf"'],
    [[], 'The app needs an interactive terminal'],
    [['sample.vcf'], 'The app needs an interactive terminal'],
  ])('%j is refused with exit code 2', async (argv, message) => {
    const { code, stdout, stderr } = await run(argv);
    expect(stderr).toContain(message);
    expect([code, stdout]).toEqual([2, '']);
  });

  it('helps', async () => {
    const { code, stdout } = await run(['--help']);
    expect(code).toBe(0);
    for (const command of ['normalize', 'compute', 'demo']) {
      expect(stdout).toContain(command);
      expect((await run([command, '--help'])).stdout).toContain(`just-prs-tui ${command} [flags]`);
    }
  });

  it('tells its version', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect((await run(['--version'])).stdout).toBe(`${version}\n`);
    expect((await run(['compute', '--version'])).stdout).toBe(`${version}\n`);
  });
});

describe('the headless program', () => {
  it('never loads Ink, React or polars when they are not needed', () => {
    const texts = readdirSync(join(program, '..'))
      .filter((name) => name.endsWith('.js'))
      .map((name) => [name, readFileSync(join(program, '..', name), 'utf8')] as const);
    const source = new Map(texts);
    const reached = new Set<string>();
    const follow = (name: string): void => {
      if (reached.has(name)) return;
      reached.add(name);
      for (const [, next] of (source.get(name) ?? '').matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g))
        follow(next as string);
    };
    for (const [, entry] of (source.get('main.js') ?? '').matchAll(/import\("\.\/((?:run|config|app)[^"]*)"\)/g))
      follow(entry as string);
    expect(reached.size).toBeGreaterThan(3);
    for (const name of reached)
      expect(source.get(name)).not.toMatch(/react\.memo_cache_sentinel|yoga|react\.transitional\.element/);
  });

  it.skipIf(process.platform !== 'linux')('hides from the process list which file is open', async () => {
    const large = Array.from({ length: 200_000 }, (_, i) => `1 ${i + 1} A G 0/1`);
    const secret = writeFixture(home, 'secret.vcf', vcfText(large));
    const output = join(home, 'secret.parquet');
    const child = spawn(process.execPath, [program, 'normalize', '--vcf', secret, '--output', output], {
      env: { HOME: home },
    });
    await once(child.stderr, 'data');
    const listed = readFileSync(`/proc/${child.pid}/cmdline`, 'latin1');
    child.kill();
    await once(child, 'exit');
    expect(listed).toContain('just-prs-tui');
    expect(listed).not.toContain('secret');
  });

  it.skipIf(process.platform !== 'linux')(
    'works under the memory limit of many clusters, 4 GiB of address space',
    async () => {
      const limited = (argv: string) =>
        new Promise<Answer>((resolve) => {
          const command = `ulimit -v 4194304; "${process.execPath}" "${program}" ${argv}`;
          execFile('bash', ['-c', command], { env: { PATH: process.env.PATH, HOME: home } }, (error, stdout, stderr) =>
            resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
          );
        });
      const output = join(home, 'limited.parquet');
      expect(await limited(`normalize --vcf "${vcf}" --output "${output}" -q`)).toMatchObject({ code: 0, stderr: '' });
      expect(await limited(`compute --vcf "${output}" --scoring-file "${score}" --format csv -q`)).toMatchObject({
        code: 0,
      });
    },
  );

  it('ends quietly when its reader has seen enough', async () => {
    const many = Array(300).fill(score).join(',');
    const { code, stderr } = await new Promise<Answer>((resolve) => {
      const command = `"${process.execPath}" "${program}" compute --vcf "${vcf}" --scoring-file "${many}" --format ndjson -q | head -1 > /dev/null; exit \${PIPESTATUS[0]}`;
      execFile('bash', ['-c', command], { env: { PATH: process.env.PATH, HOME: home } }, (error, out, err) =>
        resolve({ code: error === null ? 0 : Number(error.code), stdout: out, stderr: err }),
      );
    });
    expect([code, stderr]).toEqual([0, '']);
  });
});
