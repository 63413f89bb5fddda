/**
 * A seeded, synthetic, WGS-like VCF on GRCh38: one sample's variants, with the INFO and FORMAT that GATK writes,
 * multi-allelic sites and missing genotypes included. The same numbers on every machine.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { createRandom, type Random } from '../src/core/demo/random.ts';
import { CHROMOSOME_LENGTHS, CHROMOSOMES } from '../src/core/model/genome.ts';
import { compressBgzf } from '../src/core/vcf/bgzf.ts';

const BASES = 'ACGT';
const CHUNK_LINES = 2000;
/** Autosomes and X. */
const CONTIGS = CHROMOSOME_LENGTHS.GRCh38.slice(0, 23).map((length, code) => ({
  name: `chr${CHROMOSOMES[code]}`,
  length,
}));
/** Left free at both ends of a chromosome, bp: telomeres are not called. */
const TELOMERE = 10_000;

const INDEL_SHARE = 0.14;
const MULTI_ALLELIC_SHARE = 0.006;
const NO_CALL_SHARE = 0.002;
const HETEROZYGOUS_SHARE = 0.6;
const LOW_QUALITY_SHARE = 0.03;
const KNOWN_SHARE = 0.9;

const INFO: readonly (readonly [id: string, number: string, type: string, text: string])[] = [
  ['AC', 'A', 'Integer', 'Allele count'],
  ['AF', 'A', 'Float', 'Allele frequency'],
  ['AN', '1', 'Integer', 'Alleles called'],
  ['BaseQRankSum', '1', 'Float', 'Z-score of ALT against REF base qualities'],
  ['DP', '1', 'Integer', 'Depth'],
  ['ExcessHet', '1', 'Float', 'Phred-scaled p-value for excess of heterozygotes'],
  ['FS', '1', 'Float', 'Phred-scaled p-value for strand bias'],
  ['MLEAC', 'A', 'Integer', 'Likeliest allele count'],
  ['MQ', '1', 'Float', 'Mapping quality'],
  ['MQRankSum', '1', 'Float', 'Z-score of ALT against REF mapping qualities'],
  ['QD', '1', 'Float', 'Quality by depth'],
  ['ReadPosRankSum', '1', 'Float', 'Z-score of ALT against REF positions in reads'],
  ['SOR', '1', 'Float', 'Strand odds ratio'],
];
const FORMAT: typeof INFO = [
  ['GT', '1', 'String', 'Genotype'],
  ['AD', 'R', 'Integer', 'Depth of each allele'],
  ['DP', '1', 'Integer', 'Depth'],
  ['GQ', '1', 'Integer', 'Genotype quality'],
  ['PL', 'G', 'Integer', 'Phred-scaled likelihoods'],
];

/** VCF text in chunks of whole lines, the header first; about `records` records, sorted, one a position. */
export function* generateGenome(records: number): Generator<string> {
  const random = createRandom(7, 'bench genome');
  yield `${writeHeader().join('\n')}\n`;
  const genomeLength = CONTIGS.reduce((sum, { length }) => sum + length, 0);
  let lines: string[] = [];
  for (const { name, length } of CONTIGS) {
    const count = Math.round((records * length) / genomeLength);
    const step = (length - 2 * TELOMERE) / count;
    for (let i = 0; i < count; i++) {
      const position = TELOMERE + 1 + Math.floor(i * step + random.uniform() * step * 0.9);
      lines.push(writeRecord(random, name, position));
      if (lines.length < CHUNK_LINES) continue;
      yield `${lines.join('\n')}\n`;
      lines = [];
    }
  }
  if (lines.length > 0) yield `${lines.join('\n')}\n`;
}

/** Writes the genome as BGZF: about 45 bytes a record. */
export function writeGenome(path: string, records: number): void {
  const file = openSync(path, 'w', 0o600);
  for (const chunk of compressBgzf(generateGenome(records))) writeSync(file, chunk);
  closeSync(file);
}

const declare = (section: string, fields: typeof INFO): string[] =>
  fields.map(
    ([id, number, type, text]) => `##${section}=<ID=${id},Number=${number},Type=${type},Description="${text}">`,
  );

const writeHeader = (): string[] => [
  '##fileformat=VCFv4.2',
  '##source=bench (SYNTHETIC, not a person)',
  ...CONTIGS.map(({ name, length }) => `##contig=<ID=${name},length=${length},assembly=GRCh38>`),
  '##FILTER=<ID=PASS,Description="All filters passed">',
  '##FILTER=<ID=LowQual,Description="Low quality">',
  ...declare('INFO', INFO),
  ...declare('FORMAT', FORMAT),
  '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tSYNTHETIC',
];

function writeRecord(random: Random, chrom: string, position: number): string {
  const [ref, ...alts] = drawAlleles(random);
  const [first, second] = drawCall(random, alts.length);
  const isHet = first !== second;
  const depth = Math.max(6, Math.round(32 + 6 * random.normal()));
  const reads = [ref, ...alts].map(() => 0);
  reads[first] = isHet ? Math.round(depth * (0.4 + 0.2 * random.uniform())) : 0;
  reads[second] = depth - reads[first];
  const quality = (isHet ? 13 : 28) * depth * (0.8 + 0.4 * random.uniform());
  const id = random.chance(KNOWN_SHARE) ? `rs${random.below(1_500_000_000)}` : '.';
  const filter = random.chance(LOW_QUALITY_SHARE) ? 'LowQual' : 'PASS';
  const gt = random.chance(NO_CALL_SHARE) ? './.' : `${first}/${second}`;
  const info = writeInfo(random, { copies: alts.map((_, i) => count([first, second], i + 1)), depth, isHet, quality });
  const likelihoods = drawLikelihoods(random, { alleles: reads.length, first, second });
  const sample = `${gt}:${reads}:${depth}:${isHet ? 99 : Math.min(99, depth * 3)}:${likelihoods}`;
  return `${chrom}\t${position}\t${id}\t${ref}\t${alts}\t${quality.toFixed(2)}\t${filter}\t${info}\tGT:AD:DP:GQ:PL\t${sample}`;
}

const count = (values: readonly number[], wanted: number): number => values.filter((value) => value === wanted).length;

/** REF and its ALTs: a substitution, an insertion, a deletion, or two ALTs. */
function drawAlleles(random: Random): readonly string[] {
  const base = random.below(4);
  const ref = BASES[base] as string;
  const alt = BASES[(base + 1 + random.below(3)) % 4] as string;
  if (random.chance(MULTI_ALLELIC_SHARE)) return [ref, alt, `${ref}${drawBases(random)}`];
  if (!random.chance(INDEL_SHARE)) return [ref, alt];
  const longer = `${ref}${drawBases(random)}`;
  return random.chance(0.5) ? [ref, longer] : [longer, ref];
}

const drawBases = (random: Random): string =>
  Array.from({ length: 1 + random.below(6) }, () => random.pick([...BASES])).join('');

function drawCall(random: Random, alts: number): readonly [number, number] {
  if (alts > 1) return random.chance(0.7) ? [1, 2] : [0, 2];
  return [random.chance(HETEROZYGOUS_SHARE) ? 0 : 1, 1];
}

interface Call {
  readonly copies: readonly number[];
  readonly depth: number;
  readonly isHet: boolean;
  readonly quality: number;
}

/** As GATK: the rank sums compare REF with ALT reads, so only heterozygotes have them. */
function writeInfo(random: Random, { copies, depth, isHet, quality }: Call): string {
  const z = (): string => random.normal().toFixed(3);
  const frequencies = copies.map((n) => (n === 2 ? '1.00' : n === 1 ? '0.500' : '0.00'));
  const strand = isHet ? Math.abs(3 * random.normal()).toFixed(3) : '0.000';
  const odds = (0.4 + random.uniform()).toFixed(3);
  const mapping = random.chance(0.85) ? '60.00' : (40 + 20 * random.uniform()).toFixed(2);
  return [
    `AC=${copies}`,
    `AF=${frequencies}`,
    'AN=2',
    ...(isHet ? [`BaseQRankSum=${z()}`] : []),
    `DP=${depth}`,
    `ExcessHet=${isHet ? '3.0103' : '0.0000'}`,
    `FS=${strand}`,
    `MLEAC=${copies}`,
    `MQ=${mapping}`,
    ...(isHet ? [`MQRankSum=${mapping === '60.00' ? '0.000' : z()}`] : []),
    `QD=${(quality / depth).toFixed(2)}`,
    ...(isHet ? [`ReadPosRankSum=${z()}`] : []),
    `SOR=${odds}`,
  ].join(';');
}

/** In VCF order (0/0, 0/1, 1/1, 0/2, 1/2, 2/2), the called one 0. */
function drawLikelihoods(
  random: Random,
  { alleles, first, second }: { alleles: number; first: number; second: number },
): readonly number[] {
  const called = (second * (second + 1)) / 2 + first;
  const genotypes = (alleles * (alleles + 1)) / 2;
  return Array.from({ length: genotypes }, (_, i) => (i === called ? 0 : 100 + random.below(900)));
}
