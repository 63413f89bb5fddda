/** `compare`, through the real program. */
import { describe, expect, it } from 'vitest';
import { temporaryDirectory, vcfText, writeFixture } from '../support/genotypes.ts';
import { runProgram } from '../support/program.ts';
import { resultOf } from '../support/results.ts';
import { scoringText } from '../support/scoring.ts';

const directory = temporaryDirectory();
const score = writeFixture(
  directory,
  'score.txt',
  scoringText(['1 5 G A 0.5 0.5', '1 6 G A 0.25 0.5'], '#pgs_id=PGS000001\n#genome_build=GRCh38\n'),
);
async function computed(name: string, records: readonly string[]): Promise<string> {
  const genome = writeFixture(directory, `${name}.vcf`, vcfText(records));
  const { stdout } = await runProgram(['compute', '--vcf', genome, '--scoring-file', score, '--format', 'json']);
  return writeFixture(directory, `${name}.json`, stdout);
}

describe('compare', () => {
  it('says what moved and why, as a table and as JSON', async () => {
    const a = await computed('a', ['1 5 A G 0/1', '1 6 A G 1/1', '1 8 C T 0/0']);
    const b = await computed('b', ['1 5 A G 1/1', '1 8 C T 0/0']);
    const table = await runProgram(['compare', a, b]);
    expect(table.code).toBe(0);
    // 0.5 × 1 + 0.25 × 2 = 1 in A, 0.5 × 2 = 1 in B: the same number of another genome.
    expect(table.stdout).toMatch(/PGS000001 .* 0 .* same/);
    expect(table.stderr).toContain('0 moved, 1 same, 0 only in A, 0 only in B.');
    expect(table.stderr).toContain('A counts 1 row more');
    const [found] = JSON.parse((await runProgram(['compare', b, a, '--json'])).stdout);
    expect(found).toMatchObject({
      pgs_id: 'PGS000001',
      status: 'same',
      states: [
        { state: 'exact', rows_a: 1, rows_b: 2 },
        { state: 'absent_unknown', rows_a: 1, rows_b: 0 },
      ],
      settings: [{ name: 'genotypes', a: 'b.vcf', b: 'a.vcf' }],
    });
  });

  it('moves nothing when a file is compared with itself', async () => {
    const file = writeFixture(directory, 'many.ndjson', `${JSON.stringify(resultOf())}\n`);
    const { stdout } = await runProgram(['compare', file, file, '--json']);
    expect(JSON.parse(stdout)).toMatchObject([{ status: 'same', difference: 0, settings: [], reasons: [] }]);
  });

  it('says what is wrong with what it was given', async () => {
    const one = writeFixture(directory, 'one.json', JSON.stringify([resultOf()]));
    const two = writeFixture(directory, 'two.json', JSON.stringify([resultOf(), resultOf({ sample: 'S2' })]));
    const empty = writeFixture(directory, 'empty.json', '[]');
    const said = async (...words: readonly string[]) => {
      const { code, stderr } = await runProgram(['compare', ...words]);
      return `${code} ${stderr}`;
    };
    expect(await said(one)).toMatch(/^2 .*needs two files of results, and was given 1/s);
    expect(await said('-', '-')).toMatch(/^2 .*one of the two files only/s);
    expect(await said(one, two)).toMatch(/^1 .*two\.json.*several samples \(.* and S2\)/s);
    expect(await said(empty, one)).toMatch(/^1 .*empty\.json.*no results in it/s);
    expect(await said(one, `${directory}/none.json`)).toMatch(/^1 .*none\.json does not exist/s);
  });
});
