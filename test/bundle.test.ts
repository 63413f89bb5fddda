import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import fc from 'fast-check';
import plainWidth from 'string-width';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleOptions, NARROW } from '../build.ts';
import { temporaryDirectory } from './support/genotypes.ts';

const outfile = join(temporaryDirectory(), 'width.mjs');
let bundledWidth: (text: string) => number;

beforeAll(async () => {
  const entry = { contents: "export { default } from 'string-width'", resolveDir: import.meta.dirname };
  await build({ ...bundleOptions, stdin: entry, outfile });
  bundledWidth = (await import(outfile)).default;
});

describe('the width of a text in the bundle', () => {
  it('is found the quick way', async () => {
    expect(await readFile(outfile, 'utf8')).toContain(NARROW);
  });

  it('is one for each character of the quick way, as the library says', () => {
    const narrow = new RegExp(`^[${NARROW}]$`);
    const quick = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter((character) =>
      narrow.test(character),
    );
    expect(quick.length).toBeGreaterThan(700);
    expect(quick.filter((character) => plainWidth(character) !== 1)).toEqual([]);
  });

  it('is what the library says, whatever stands side by side', () => {
    const parts = fc.constantFrom(
      ...'aZ é…▲█Σμβ–“”≥ǆ',
      'e\u0301',
      '\u0308',
      '漢',
      '👩‍🔬',
      '\u200d',
      '\u00ad',
      '\ufe0f',
      '\x1b[1m',
    );
    const text = fc.oneof(
      fc.array(parts, { maxLength: 12 }).map((all) => all.join('')),
      fc.string({ unit: 'binary', maxLength: 12 }),
    );
    fc.assert(
      fc.property(text, (each) => bundledWidth(each) === plainWidth(each)),
      { numRuns: 3000 },
    );
  });
});
