/** Writes a seeded, synthetic, WGS-like VCF: variants only, one sample, GATK-like INFO and FORMAT, BGZF. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { createRandom } from '../src/core/demo/random.ts';
import { CHROMOSOME_LENGTHS, CHROMOSOMES } from '../src/core/model/genome.ts';
import { compressBgzf } from '../src/core/vcf/bgzf.ts';

const BASES = 'ACGT';
const CHUNK_LINES = 2000;

function* generateText(records: number): Generator<string> {
  const { uniform } = createRandom(7, 'bench genome');
  const below = (n: number): number => Math.floor(uniform() * n);
  const lengths = CHROMOSOME_LENGTHS.GRCh38.slice(0, 23);
  const genome = lengths.reduce((sum, length) => sum + length, 0);
  yield [
    '##fileformat=VCFv4.2',
    '##source=bench (SYNTHETIC, not a person)',
    ...lengths.map((length, code) => `##contig=<ID=chr${CHROMOSOMES[code]},length=${length},assembly=GRCh38>`),
    '##FILTER=<ID=LowQual,Description="Low quality">',
    '##INFO=<ID=AC,Number=A,Type=Integer,Description="Allele count">',
    '##INFO=<ID=AF,Number=A,Type=Float,Description="Allele frequency">',
    '##INFO=<ID=DP,Number=1,Type=Integer,Description="Depth">',
    '##INFO=<ID=MQ,Number=1,Type=Float,Description="Mapping quality">',
    '##INFO=<ID=QD,Number=1,Type=Float,Description="Quality by depth">',
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
    '##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Allele depths">',
    '##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Depth">',
    '##FORMAT=<ID=GQ,Number=1,Type=Integer,Description="Genotype quality">',
    '##FORMAT=<ID=PL,Number=G,Type=Integer,Description="Likelihoods">',
    '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tSYNTHETIC',
    '',
  ].join('\n');
  let lines: string[] = [];
  for (const [code, length] of lengths.entries()) {
    const count = Math.round((records * length) / genome);
    const step = (length - 20_000) / count;
    for (let i = 0; i < count; i++) {
      const pos = 10_001 + Math.floor(i * step + uniform() * step * 0.9);
      const ref = below(4);
      const alt = (ref + 1 + below(3)) % 4;
      const kind = uniform();
      const tail = kind > 0.86 ? Array.from({ length: 1 + below(6) }, () => BASES[below(4)]).join('') : '';
      const refText = BASES[ref] + (kind > 0.93 ? tail : '');
      const altText = tail === '' ? BASES[alt] : kind > 0.93 ? BASES[ref] : BASES[ref] + tail;
      const het = uniform() < 0.6;
      const dp = 20 + below(30);
      const ad = het ? Math.round(dp / 2) : 0;
      const gt = uniform() < 0.002 ? './.' : het ? '0/1' : '1/1';
      const id = uniform() < 0.9 ? `rs${9e9 + i * 25 + code}` : '.';
      const filter = uniform() < 0.03 ? 'LowQual' : 'PASS';
      lines.push(
        `chr${CHROMOSOMES[code]}\t${pos}\t${id}\t${refText}\t${altText}\t${(30 + uniform() * 900).toFixed(2)}\t${filter}\tAC=${het ? 1 : 2};AF=${het ? '0.500' : '1.00'};AN=2;DP=${dp};MQ=60.00;QD=${(uniform() * 30).toFixed(2)}\tGT:AD:DP:GQ:PL\t${gt}:${ad},${dp - ad}:${dp}:99:${below(900)},0,${below(900)}`,
      );
      if (lines.length === CHUNK_LINES) {
        yield `${lines.join('\n')}\n`;
        lines = [];
      }
    }
  }
  if (lines.length > 0) yield `${lines.join('\n')}\n`;
}

/** Writes `records` records, about 40 bytes each once compressed. */
export function writeGenome(path: string, records: number): void {
  const file = openSync(path, 'w', 0o600);
  for (const chunk of compressBgzf(generateText(records))) writeSync(file, chunk);
  closeSync(file);
}
