import { createHash } from 'node:crypto';
import VcfParser from '@gmod/vcf';
import { describe, expect, test } from 'vitest';
import { drawDemoPerson, MISSING_ALLELE, NO_SECOND_ALLELE } from '../../src/core/demo/cohort.ts';
import { createGenomeModel } from '../../src/core/demo/genomeModel.ts';
import { generateDemoVcf } from '../../src/core/demo/vcf.ts';
import { CHROMOSOME_LENGTHS, CHROMOSOMES } from '../../src/core/model/genome.ts';

const model = createGenomeModel(1, 20_000);
const text = [...generateDemoVcf(model)].join('');
const lines = text.split('\n').slice(0, -1);
const header = lines.filter((line) => line.startsWith('#')).join('\n');
const records = lines.filter((line) => !line.startsWith('#')).map((line) => line.split('\t'));
const parser = new VcfParser({ header });

function digest(seed: number): string {
  const hash = createHash('sha256');
  let length = 0;
  for (const chunk of generateDemoVcf(createGenomeModel(seed, 20_000))) {
    hash.update(chunk.slice(0, 1_000_000 - length));
    length += chunk.length;
    if (length >= 1_000_000) return hash.digest('hex');
  }
  throw new Error('shorter than a megabyte');
}

describe('the text', () => {
  test('is the same for the same seed, and another for another', () => {
    expect(digest(1)).toBe(createHash('sha256').update(text.slice(0, 1_000_000)).digest('hex'));
    expect(digest(2)).not.toBe(digest(1));
  });

  test('comes in chunks of whole lines', () => {
    const chunks = [...generateDemoVcf(model)];
    expect(chunks.length).toBeGreaterThan(20);
    for (const chunk of chunks) expect(chunk.endsWith('\n')).toBe(true);
  });

  test('says what it is, in the header and in the sample’s name', () => {
    expect(header).toContain('##source=just-prs-tui demo (SYNTHETIC, not a person)');
    expect(parser.samples).toEqual(['SYNTHETIC_DEMO']);
    const contigs = parser.getMetadata('contig') as Record<string, { length: number | string }>;
    expect(Object.keys(contigs)).toHaveLength(CHROMOSOMES.length);
    expect(Number(contigs.chr22.length)).toBe(CHROMOSOME_LENGTHS.GRCh38[21]);
    expect(Number(contigs.chrM.length)).toBe(16569);
  });
});

test('one record a site, in order, with the genotype that the person has in memory', () => {
  const { hap0, hap1 } = drawDemoPerson(model).genotypes;
  expect(records).toHaveLength(model.size);
  for (const [site, [chrom, pos, id, ref, alt, , , , , sample]] of records.entries()) {
    const contig = CHROMOSOMES[model.chromosome[site]];
    expect([chrom, pos, id, ref, alt]).toEqual([
      contig === 'MT' ? 'chrM' : `chr${contig}`,
      String(model.pos[site]),
      model.rsid[site] ?? '.',
      model.ref[site],
      model.alts[site].join(','),
    ]);
    const gt = sample.slice(0, sample.indexOf(':'));
    const expected = [hap0[site], hap1[site]]
      .filter((allele) => allele !== NO_SECOND_ALLELE)
      .map((allele) => (allele === MISSING_ALLELE ? '.' : String(allele)));
    if (gt.includes('|')) expect(gt.split('|')).toEqual(expected);
    else expect(gt.split('/')).toEqual(expected.sort());
  }
});

test('@gmod/vcf agrees, and what a record says of itself is consistent', () => {
  for (let site = 0; site < records.length; site += 7) {
    const record = parser.parseLine(records[site].join('\t'));
    const { GT, AD, DP, GQ, PL } = record.SAMPLES().SYNTHETIC_DEMO as Record<string, (string | number | null)[]>;
    const alleles = String(GT?.[0] ?? '.').split(/[/|]/);
    const alts = record.ALT?.length ?? 0;
    expect(AD).toHaveLength(alts + 1);
    expect((AD as number[]).reduce((sum, reads) => sum + reads, 0)).toBe(DP[0]);
    expect(record.INFO.DP).toEqual(DP);
    const called = alleles.filter((allele) => allele !== '.').map(Number);
    expect(record.INFO.AN).toEqual([called.length]);
    expect(record.INFO.AC).toEqual(
      Array.from({ length: alts }, (_, i) => called.filter((allele) => allele === i + 1).length),
    );
    if (called.length === 0) continue;
    // VCF 4.2: genotype a/b with a ≤ b is at b(b+1)/2 + a, and a haploid one at its allele.
    const [a, b] = called.toSorted((x, y) => x - y);
    const index = called.length === 1 ? a : (b * (b + 1)) / 2 + a;
    expect(PL).toHaveLength(called.length === 1 ? alts + 1 : ((alts + 1) * (alts + 2)) / 2);
    expect(PL[index]).toBe(0);
    const others = (PL as number[]).filter((_, i) => i !== index);
    expect(GQ[0]).toBe(Math.min(99, ...others));
  }
});

test('has what a reader must cope with: no calls, low quality, phase, haploid and mixed-ploidy chrX, chrM', () => {
  const genotypes = records.map(([chrom, , , , , , filter, , , sample]) => ({
    chrom,
    filter,
    gt: sample.split(':')[0],
  }));
  const share = (isCounted: (record: (typeof genotypes)[number]) => boolean) =>
    genotypes.filter(isCounted).length / genotypes.length;
  expect(share(({ gt }) => gt === './.' || gt === '.')).toBeCloseTo(0.01, 2);
  expect(share(({ filter }) => filter === 'LowQual')).toBeCloseTo(0.02, 2);
  expect(share(({ gt }) => gt.includes('|'))).toBeCloseTo(0.2, 1);
  expect(share(({ gt }) => /^0[/|]0$/.test(gt))).toBeGreaterThan(0.4);
  expect(share(({ gt }) => gt.includes('2'))).toBeGreaterThan(0.001);
  const onX = genotypes.filter(({ chrom }) => chrom === 'chrX').map(({ gt }) => gt.length);
  expect(new Set(onX)).toEqual(new Set([1, 3]));
  expect(genotypes.filter(({ chrom }) => chrom === 'chrM').every(({ gt }) => gt.length === 1)).toBe(true);
});
