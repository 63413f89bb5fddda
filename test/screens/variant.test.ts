import { expect, it, vi } from 'vitest';
import { startScreens } from './driver.tsx';

const LARGE = { columns: 120, rows: 40 };

async function openVariant(options: Parameters<typeof startScreens>[0], ...keys: readonly string[]) {
  const app = await startScreens(options);
  // Without a genome, the field of paths has the keys.
  if (options?.genotypes === undefined) await app.press('escape');
  await app.press('2');
  await app.type('PGS000003');
  await app.press('return', ...keys, 'return');
  return app;
}

it.each([LARGE, { columns: 80, rows: 24 }])(
  'shows how a variant matched, beside the record of the genome ($columns)',
  async (size) => {
    const app = await openVariant({ genotypes: 'a.vcf', size });
    await vi.waitFor(() => expect(app.state().scoring.inspection?.records?.status).toBe('ready'));
    const text = app.screen().join('\n');
    expect(text).toMatch(/^ +Scoring file +Genome *$/m);
    expect(text).toMatch(/Position +X:300 +chrX:300 {2}rs77/);
    expect(text).toMatch(/Alleles +effect T, other C +REF C, ALT T/);
    expect(text).toMatch(/Counts +weight -0.3 +GT 1\/1/);
    expect(text).toMatch(/State +exact: counted/);
    expect(text).toMatch(/Arithmetic +dosage 2 of T, weight -0.3: adds -0.6/);
    expect(text).toMatch(/AF +0.25 {2}\(Allele frequency\)/);
    await app.press('G');
    expect(app.screen().join('\n')).toMatch(/allelefrequency_effect +0.25/);
    await app.press('escape');
    expect(app.screen().join('\n')).toContain('Citation');
  },
);

it('looks up another row when another is opened, and says why one cannot be', async () => {
  const app = await openVariant({ genotypes: 'a.vcf', size: LARGE }, 'j');
  await vi.waitFor(() => expect(app.screen().join('\n')).toContain('cannot explain the second row'));
  expect(app.state().scoring.inspection).toMatchObject({ row: 1, records: null });
  await app.press('escape', 'j', 'return');
  await vi.waitFor(() =>
    expect(app.state().scoring.inspection).toMatchObject({ row: 2, records: { status: 'ready' } }),
  );
});

it('says what is missing to look a row up: a genome, or the same build', async () => {
  const bare = await openVariant({ size: LARGE });
  expect(bare.screen().join('\n')).toContain('Open a genome in Compute to see here how this row matches.');
  expect(bare.state().scoring.inspection).toBeNull();
  const other = await openVariant({ genotypes: 'a.vcf', size: LARGE });
  await other.press('escape', 'b');
  await vi.waitFor(() => expect(other.state().scoring.opened.status).toBe('ready'));
  await other.press('return');
  expect(other.screen().join('\n')).toContain('The genome is on GRCh38, this file is opened for GRCh37: esc, then b');
});
