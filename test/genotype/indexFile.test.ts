import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { GenotypeIndex } from '../../src/core/genotype/genotypeIndex.ts';
import { packIndex, unpackIndex } from '../../src/core/genotype/indexFile.ts';
import { indexOf } from '../support/scoring.ts';

const pack = (index: GenotypeIndex, stamp: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.concat([...packIndex(index, stamp)]));

/** All that scoring reads of an index. */
const content = (index: GenotypeIndex | null) =>
  index && {
    count: index.count,
    keys: [...index.keys],
    alleles: [...index.refs, ...index.alts].map((id) => (id < 0 ? null : index.alleles.text(id))),
    altStarts: [...index.altStarts],
    calls: [...index.firsts, ...index.seconds, ...index.flags],
  };

const record = fc
  .record({
    pos: fc.integer({ min: 1, max: 10_000 }),
    ref: fc.stringMatching(/^[ACGT]{1,6}$/),
    alt: fc.constantFrom('A', 'G,T', 'ACCGT', '.', '<DEL>', 'A,*'),
    gt: fc.constantFrom('0/1', '1|1', './.', '1'),
  })
  .map(({ pos, ref, alt, gt }) => `3 ${pos} ${ref} ${alt} ${gt}`);

it('comes back from its file as it was', () => {
  fc.assert(
    fc.property(fc.array(record, { maxLength: 300 }), (records) => {
      const index = indexOf(records);
      expect(content(unpackIndex(pack(index, 'stamp'), 'stamp'))).toEqual(content(index));
    }),
  );
});

it('keeps more alleles than a byte can count', () => {
  const records = Array.from(
    { length: 1000 },
    (_, i) => `1 ${i + 1} A ${'ACGT'.repeat(2)}${i.toString(4).replace(/[0-3]/g, (d) => 'ACGT'[Number(d)])} 0/1`,
  );
  const index = indexOf(records);
  expect(content(unpackIndex(pack(index, 's'), 's'))).toEqual(content(index));
});

it('is refused for another file, and when it is cut short', () => {
  const bytes = pack(indexOf(['1 5 A G 0/1', '1 6 A AT 0/1']), 'this');
  expect(unpackIndex(bytes, 'that')).toBeNull();
  expect(unpackIndex(bytes.subarray(0, bytes.length - 16), 'this')).toBeNull();
  expect(unpackIndex(new Uint8Array(0), 'this')).toBeNull();
  expect(unpackIndex(new Uint8Array(Buffer.from('rubbish\n')), 'this')).toBeNull();
});
