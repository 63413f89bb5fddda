import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/demo/random.ts';
import { leftAlign, type Variant } from '../../src/core/genotype/normalizeIndel.ts';
import { temporaryDirectory, writeFixture } from '../support/genotypes.ts';
import { hasRealData, realData } from '../support/realData.ts';
import { hasBcftools } from './programs.ts';

const directory = temporaryDirectory();
const random = createRandom(7, 'bcftools norm');
const { below } = random;
const randomBases = (length: number): string =>
  Array.from({ length }, () => random.pick(['A', 'C', 'G', 'T'])).join('');

/** A reference of runs, short repeats and plain stretches. */
function repeatRich(length: number): string {
  let reference = '';
  while (reference.length < length)
    reference += randomBases(1 + below(4)).repeat(1 + below(12)) + randomBases(below(6));
  return reference;
}

/** A deletion, insertion (often of the repeat's own bases) or replacement at a place, with bases added around it. */
function makeVariant(reference: string, position: number): Variant {
  const length = 1 + below(8);
  const here = reference.slice(position - 1, position + length);
  const kind = below(4);
  const [ref, alt] =
    kind === 0
      ? [here, here[0]]
      : kind === 1
        ? [here[0], here]
        : kind === 2
          ? [here[0], here[0] + randomBases(length)]
          : [here, randomBases(1 + below(length))];
  const start = Math.max(1, position - below(4));
  const before = reference.slice(start - 1, position - 1);
  const after = reference.slice(position - 1 + ref.length, position - 1 + ref.length + below(4));
  return { position: start, ref: before + ref + after, alt: before + alt + after };
}

/** What `bcftools norm` makes of variants, in their order. */
function normalizeWithBcftools(fasta: string, contig: string, length: number, variants: readonly Variant[]): string[] {
  const lines = variants.map(({ position, ref, alt }, id) =>
    [contig, position, id, ref, alt, '.', '.', '.'].join('\t'),
  );
  const vcf = writeFixture(
    directory,
    'variants.vcf',
    `##fileformat=VCFv4.2\n##contig=<ID=${contig},length=${length}>\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n${lines.join('\n')}\n`,
  );
  const output = execFileSync('bcftools', ['norm', '-f', fasta, vcf], {
    encoding: 'latin1',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const normalized: string[] = [];
  for (const line of output.split('\n').filter((text) => text !== '' && !text.startsWith('#'))) {
    const [, position, id, ref, alt] = line.split('\t');
    normalized[Number(id)] = `${position} ${ref} ${alt}`;
  }
  return normalized;
}

async function expectAgreement(fasta: string, contig: string, reference: string, variants: readonly Variant[]) {
  const theirs = normalizeWithBcftools(fasta, contig, reference.length, variants);
  const ours: string[] = [];
  for (const variant of variants) {
    const aligned = await leftAlign(variant, async (at, length) => reference.slice(at - 1, at - 1 + length));
    ours.push(aligned === null ? 'null' : `${aligned.position} ${aligned.ref} ${aligned.alt}`);
  }
  const differing = theirs.findIndex((line, i) => line !== ours[i]);
  expect(`${JSON.stringify(variants[differing])} is ${ours[differing]}`).toBe(
    `${JSON.stringify(variants[differing])} is ${theirs[differing]}`,
  );
  expect(theirs).toHaveLength(variants.length);
  const moved = variants.filter(({ position, ref, alt }, i) => ours[i] !== `${position} ${ref} ${alt}`);
  expect(moved.length).toBeGreaterThan(variants.length / 2);
}

const isVariant = ({ ref, alt }: Variant): boolean => ref !== alt;

describe.skipIf(!hasBcftools)('bcftools norm agrees on', () => {
  it('a generated reference of repeats', { timeout: 60_000 }, async () => {
    const reference = repeatRich(20_000);
    const fasta = writeFixture(directory, 'repeats.fa', `>1\n${reference.match(/.{1,60}/g)?.join('\n')}\n`);
    const variants = Array.from({ length: 5000 }, (_, i) =>
      makeVariant(reference, 1 + below(i < 100 ? 4 : reference.length - 10)),
    );
    await expectAgreement(fasta, '1', reference, variants.filter(isVariant));
  });
});

describe.skipIf(!hasBcftools || !hasRealData)('bcftools norm agrees on real sequence:', () => {
  it('chromosome 20', { timeout: 120_000 }, async () => {
    const bytes = gunzipSync(readFileSync(join(realData, 'reference/GRCh37_chr20_fasta/20.fa.gz')));
    const fasta = writeFixture(directory, '20.fa', bytes);
    const text = bytes.toString('latin1');
    const reference = text
      .slice(text.indexOf('\n') + 1)
      .replaceAll('\n', '')
      .toUpperCase();
    const variants: Variant[] = [];
    while (variants.length < 20_000) {
      const variant = makeVariant(reference, 100_000 + below(60_000_000));
      if (isVariant(variant) && !variant.ref.includes('N')) variants.push(variant);
    }
    await expectAgreement(fasta, '20', reference, variants);
  });
});
