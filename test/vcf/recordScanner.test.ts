import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText } from '../../src/core/text/ascii.ts';
import { FIELD, fieldEnd, fieldStart, type RecordBatch, RecordScanner } from '../../src/core/vcf/recordScanner.ts';

const line = (pos: number, sample = '0/1:30') => `chr1\t${pos}\trs${pos}\tA\tG,T\t50\tPASS\tDP=3\tGT:DP\t${sample}`;
const LINES = [line(5), line(77, '1|1'), line(1234567, './.'), line(1234568, '0/2:7')];

function readAll(scanner: RecordScanner, chunks: readonly string[]): string[] {
  const seen: string[] = [];
  const collect = (batch: RecordBatch): void => {
    for (let record = 0; record < batch.count; record++) {
      const text = (field: number) =>
        decodeText(batch.bytes, fieldStart(batch, record, field), fieldEnd(batch, record, field));
      const contig = scanner.contigs[batch.contigs[record]];
      seen.push(
        [contig?.name, batch.positions[record], text(FIELD.ALT), text(FIELD.SAMPLE), batch.lines[record]].join(' '),
      );
    }
  };
  for (const chunk of chunks) collect(scanner.push(Buffer.from(chunk)));
  collect(scanner.finish());
  return seen;
}

const EXPECTED = ['1 5 G,T 0/1:30 4', '1 77 G,T 1|1 5', '1 1234567 G,T ./. 6', '1 1234568 G,T 0/2:7 7'];
const scan = (chunks: readonly string[], sample = 0, samples = sample + 1) =>
  readAll(new RecordScanner(sample, 3, samples), chunks);

describe('RecordScanner', () => {
  it('finds the same records however the text is cut', () => {
    const text = `${LINES.join('\n')}\n`;
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 8 }), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), text.length];
        expect(scan(places.slice(1).map((end, i) => text.slice(places[i], end)))).toEqual(EXPECTED);
      }),
    );
  });

  it('reads Windows line ends', () => expect(scan([`${LINES.join('\r\n')}\r\n`])).toEqual(EXPECTED));
  it('reads a last line without a line break', () => expect(scan([LINES.join('\n')])).toEqual(EXPECTED));
  it('skips blank lines but counts them', () => {
    expect(scan([`${LINES[0]}\n\n${LINES[1]}\n\r\n`])).toEqual([EXPECTED[0], '1 77 G,T 1|1 6']);
  });

  it.each([
    [
      'a line break is missing',
      `${LINES[0]}${LINES[1]}\n`,
      'the record has 19 tab-separated columns where the header names 10',
    ],
    ['a record starts with #', `#${LINES[0]}\n`, 'a line that starts with # comes after the #CHROM line'],
  ])('refuses a line when %s', (_, text, message) => {
    expect(() => scan([`${LINES[0]}\n${text}`])).toThrow(expect.objectContaining({ line: 5, message }));
  });

  it('lets a tab at the end of a line pass', () => expect(scan([`${LINES[0]}\t\r\n`])).toEqual([EXPECTED[0]]));

  it('takes the wanted sample of several', () => {
    expect(scan([`${line(5)}\t1/1:9\t./.\n`], 1, 3)).toEqual(['1 5 G,T 1/1:9 4']);
    expect(scan([`${line(5)}\t1/1:9\t0/0\r\n`], 2)).toEqual(['1 5 G,T 0/0 4']);
  });

  it('reads a line of a million characters', () => {
    const long = line(5).replace('DP=3', `X=${'y'.repeat(1_000_000)}`);
    expect(scan([long.slice(0, 700_000), long.slice(700_000)])).toEqual([EXPECTED[0]]);
  });

  it.each([
    ['chr1\t5\t.\tA\tG\t.\t.\t.\tGT', 'the record has 9 tab-separated columns where the header names 10'],
    ['chr1\tx5\t.\tA\tG\t.\t.\t.\tGT\t0/1', 'POS is "x5"'],
    ['chr1\t2147483648\t.\tA\tG\t.\t.\t.\tGT\t0/1', 'POS is "2147483648"'],
    ['\t5\t.\tA\tG\t.\t.\t.\tGT\t0/1', 'CHROM is empty'],
  ])('refuses %j with the line', (bad, message) => {
    const error = (() => {
      try {
        scan([`${LINES[0]}\n${bad}\n`]);
        return null;
      } catch (caught) {
        return caught as { message: string; line: number };
      }
    })();
    expect(error?.message).toContain(message);
    expect(error?.line).toBe(5);
  });
});
