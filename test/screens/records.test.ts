import { describe, expect, it, vi } from 'vitest';
import { readDestination } from '../../src/screens/compute/records.ts';
import { type Driver, startScreens } from './driver.tsx';

const text = (app: Driver): string => app.screen().join('\n');

async function openRecords(size = { columns: 120, rows: 40 }): Promise<Driver> {
  const app = await startScreens({ genotypes: 'a.vcf', size });
  await app.press('n');
  await vi.waitFor(() => expect(app.state().compute.genome.normalization.status).toBe('done'));
  await app.press('v');
  await vi.waitFor(() => expect(text(app)).toContain('5,000,000 records of a.vcf.parquet'));
  return app;
}

async function goTo(app: Driver, place: string): Promise<void> {
  await app.press('#');
  await app.type(place);
  await app.press('return');
}

describe('the records of a normalised genome', () => {
  it('are a table of which a window is in memory, wherever the reader goes', async () => {
    const app = await openRecords();
    expect(text(app)).toMatch(/Chrom +Position +ID +REF +ALT +GT +Alleles +DP +QUAL +FILTER/);
    await app.press('G');
    await vi.waitFor(() => expect(text(app)).toContain('rs4999999'));
    expect(text(app)).toContain('row 5,000,000 of 5,000,000');
    await goTo(app, '1,234,567');
    await vi.waitFor(() => expect(text(app)).toMatch(/^> +2 +23456600 rs1234566/m));
    expect(app.state().compute.genome.records?.window?.table.rows.length).toBeLessThanOrEqual(400);
    await app.press('pageup', 'pageup', 'pageup', 'pageup', 'pageup', 'pageup');
    await vi.waitFor(() => expect(text(app)).not.toContain('...'));
    await app.press('escape');
    expect(text(app)).toContain('> 1. Genome');
  });

  it('go to a locus, and say when there is none', async () => {
    const app = await openRecords();
    await goTo(app, 'chr3:1,000');
    expect(text(app)).toContain('The genome has no record on chromosome chr3: # asks again.');
    await goTo(app, '3:1000');
    await vi.waitFor(() => expect(text(app)).toMatch(/^> +3 +1000 rs2000010/m));
    await app.press('/');
    await app.type('here');
    await app.press('return');
    expect(text(app)).toContain('Type the number of a row, or chromosome:position');
    await app.press('escape', 'escape');
    expect(text(app)).toContain('> 1. Genome');
  });

  it('are not there before the genome is normalised, nor after another is chosen', async () => {
    const app = await startScreens({ genotypes: 'a.vcf' });
    await app.press('v');
    expect(app.state().notice?.text).toContain('n normalises it first');
    const open = await openRecords({ columns: 80, rows: 24 });
    expect(open.screen()).toHaveLength(24);
    open.paste('b.vcf');
    await open.press('escape');
    expect(text(open)).toContain('> 1. Genome');
  });
});

describe('a destination', () => {
  it.each([
    ['12', { kind: 'row', row: 11 }],
    ['1,000', { kind: 'row', row: 99 }],
    ['0', { kind: 'row', row: 0 }],
    ['2:227767102', { kind: 'locus', chrom: '2', pos: 227767102 }],
    [' chrX 1,000 ', { kind: 'locus', chrom: 'chrX', pos: 1000 }],
    ['MT', { kind: 'locus', chrom: 'MT', pos: 1 }],
    ['', null],
    ['rs12', null],
    ['2:x', null],
  ])('%j is %j', (typed, expected) => {
    expect(readDestination(typed, 100)).toEqual(expected);
  });
});
