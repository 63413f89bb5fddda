import { describe, expect, it, vi } from 'vitest';
import { type Driver, startScreens } from './driver.tsx';

const text = (app: Driver): string => app.screen().join('\n');

async function openScores(size = { columns: 120, rows: 40 }): Promise<Driver> {
  const app = await startScreens({ genotypes: 'a.vcf', size });
  await app.press('return');
  return app;
}

const query = (app: Driver): string => app.state().compute.scores.query;

describe('all scores of a trait', () => {
  it('are marked with one key in the list of traits, and unmarked again', async () => {
    const app = await openScores();
    await app.press('space', 't');
    // All fake scores share one term.
    expect(text(app)).toMatch(/> \[-\] .*EFO_0000000 +12 scores, 1 marked/);
    await app.press('return');
    expect(text(app)).toMatch(/\[x\] .*12 scores, 12 marked/);
    expect(app.state().compute.scores.selected.size).toBe(12);
    await app.press('return');
    expect(app.state().compute.scores.selected.size).toBe(0);
    await app.type('no such thing');
    expect(text(app)).toContain('No trait of the catalogue is called that.');
    await app.press('return', 'escape');
    expect(text(app)).toContain('> 2. Scores');
  });

  it('cannot be chosen without a catalogue, which U fetches', async () => {
    const app = await startScreens({ genotypes: 'a.vcf', hasNoCatalog: true });
    await app.press('return', 't');
    expect(app.state().notice?.text).toContain('U fetches it');
    expect(text(app)).toContain('Press U to fetch it here and now');
    expect(text(app)).toContain('just-prs-tui catalog update');
  });
});

describe('filters of the list', () => {
  it('are a form that stands in the search, beside the words typed', async () => {
    const app = await openScores();
    await app.press('/');
    await app.type('cancer N:<900');
    await app.press('return', 'f');
    expect(text(app)).toMatch(/Variants +<900/);
    await app.press('down', 'down', 'ctrl-u');
    await app.type('100 .. 800');
    await app.press('return');
    expect(query(app)).toBe('cancer n:100..800');
    expect(app.state().overlay).toBeNull();
    await app.press('f');
    expect(text(app)).toMatch(/Variants +100\.\.800/);
    await app.press('up');
    await app.type('maybe');
    await app.press('return');
    expect(app.state().notice?.text).toBe('here:maybe is neither yes nor no.');
    await app.press('escape');
    expect(query(app)).toBe('cancer n:100..800');
    await app.press('escape');
    expect(query(app)).toBe('');
  });

  it('know which scoring files are here, also those that came just now', async () => {
    const app = await openScores();
    expect(text(app)).toMatch(/PGS ID +Trait.* Here +Build/);
    expect(text(app)).toMatch(/PGS000001 .* 38 +GRCh37/);
    expect(text(app)).toMatch(/PGS000004 .* 37 38 +GRCh37/);
    await app.press('/');
    await app.type('here:no');
    await app.press('return');
    expect(app.state().compute.scores.visible).toHaveLength(10);
    await app.press('space', 'space', 'd');
    await vi.waitFor(() => expect(app.state().jobs.list[0]?.status).not.toBe('running'));
    // PGS000002 is not on the fake server; PGS000003 came.
    expect(app.state().compute.scores.visible).toHaveLength(9);
    expect(text(app)).not.toContain('PGS000003');
  });

  it('fit 80 columns', async () => {
    const app = await openScores({ columns: 80, rows: 24 });
    expect(text(app)).toMatch(/PGS ID +Trait +Variants Here +Build/);
    await app.press('f');
    expect(text(app)).toContain('Evidence');
    expect(app.screen()).toHaveLength(24);
  });
});
