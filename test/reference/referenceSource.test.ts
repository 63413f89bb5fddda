import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/demo/random.ts';
import { keepingNeighbours } from '../../src/core/reference/referenceSource.ts';

const random = createRandom(11, 'reference');
const chromosomes = [50_000, 60_000].map((length) =>
  Array.from({ length }, () => random.pick(['A', 'C', 'G', 'T'])).join(''),
);

function countingSource() {
  let reads = 0;
  return {
    name: 'made up',
    isComplete: true,
    close: () => undefined,
    has: (code: number) => code < chromosomes.length,
    read: async (code: number, position: number, length: number) => {
      reads++;
      return (chromosomes[code] as string).slice(position - 1, position - 1 + length);
    },
    reads: () => reads,
  };
}

describe('a reference that keeps the neighbours of its last read', () => {
  it('gives the same bases as without', async () => {
    const read = fc.record({
      code: fc.nat(1),
      position: fc.integer({ min: 1, max: 60_100 }),
      length: fc.integer({ min: 1, max: 300 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(read, { minLength: 2, maxLength: 20 }), async (reads) => {
        const plain = countingSource();
        const keeping = keepingNeighbours(plain);
        for (const { code, position, length } of reads)
          expect(await keeping.read(code, position, length)).toBe(await plain.read(code, position, length));
      }),
    );
  });

  it('reads a stretch once', async () => {
    const plain = countingSource();
    const keeping = keepingNeighbours(plain);
    for (let position = 20_000; position < 30_000; position += 10) await keeping.read(0, position, 20);
    for (let position = 30_000; position > 20_000; position -= 10) await keeping.read(0, position, 20);
    expect(plain.reads()).toBe(1);
  });
});
