import { describe, expect, it, vi } from 'vitest';
import { readSavedState, saveState } from '../../src/screens/savedState.ts';
import { startScreens } from './driver.tsx';

describe('what is kept between two starts', () => {
  it('brings back screen, genome, selection, search and score', async () => {
    const before = await startScreens({ genotypes: '/data/a.vcf', samples: ['A', 'B'] });
    await before.press('down', 'return', 'space', '/');
    await before.type('breast');
    await before.press('return', ']', '2');
    await before.type('PGS000003');
    await before.press('return');
    const saved = saveState(before.state());
    expect(saved).toEqual({
      version: 1,
      screen: 'scoring',
      step: 'results',
      genome: { path: '/data/a.vcf', sample: 'B', build: null },
      recent: ['/data/a.vcf'],
      scores: { query: 'breast', selected: ['PGS000001'] },
      sheet: 'scores',
      scoring: { name: 'PGS000003', build: 'GRCh38' },
      interrupted: false,
    });

    const after = await startScreens({ samples: ['A', 'B'], appState: JSON.parse(JSON.stringify(saved)) });
    expect(saveState(after.state())).toEqual(saved);
    expect(after.state().notice?.text).toContain('Back where you were');
  });

  it('shows the genome that was asked for now, without the build chosen for another', async () => {
    const before = await startScreens({ genotypes: '/data/a.vcf', samples: ['A', 'B'] });
    await before.press('down', 'return', 'space', '[', 'b', '1');
    const appState = saveState(before.state());
    expect(appState.genome).toMatchObject({ sample: 'B', build: 'GRCh37' });

    const other = await startScreens({ genotypes: '/data/b.vcf', samples: ['A', 'B'], appState });
    expect(other.state()).toMatchObject({ screen: 'compute', notice: null });
    expect(other.state().compute).toMatchObject({ step: 'genome', genome: { sample: null, build: null } });
    expect([...other.state().compute.scores.selected]).toEqual(['PGS000001']);

    const same = await startScreens({ genotypes: '/data/a.vcf', samples: ['A', 'B'], appState });
    expect(same.state().compute.genome).toMatchObject({ sample: 'B', build: 'GRCh37' });
  });

  it('says that a computation was interrupted, and goes on with it', async () => {
    const before = await startScreens({ genotypes: 'a.vcf', hangsAt: 'PGS000002' });
    await before.press('return', 'space', 'space', 'c');
    await vi.waitFor(() => expect(before.state().compute.results.run?.status).toBe('running'));
    const after = await startScreens({ appState: saveState(before.state()) });
    expect(after.screen().join('\n')).toContain('Computing 2 scores was interrupted: c goes on');
    await after.press('c');
    await vi.waitFor(() => expect(after.state().compute.results.run?.status).toBe('done'));
  });

  it('is left aside when it is broken, or of another version', () => {
    for (const value of [null, 'x', {}, { version: 2 }, { version: 1, screen: 'elsewhere' }])
      expect(readSavedState(value)).toBeNull();
  });

  it('is forgotten on request', async () => {
    const app = await startScreens({ genotypes: 'a.vcf' });
    await app.press('return', 'space', ':');
    await app.type('start anew');
    await app.press('return');
    expect(app.state().compute.genome.inspection.status).toBe('none');
    expect(app.state().compute.scores).toMatchObject({ status: 'ready', query: '' });
    expect(saveState(app.state()).recent).toEqual([]);
  });

  it('offers genomes opened before while nothing is typed', async () => {
    const before = await startScreens({ genotypes: '/data/a.vcf' });
    const saved = { ...saveState(before.state()), genome: null };
    const app = await startScreens({ appState: saved });
    expect(app.state().compute.genome.completions[0]).toBe('/data/a.vcf');
  });
});

describe('a paste', () => {
  it('of ids marks the scores, and names those that there are not', async () => {
    const app = await startScreens({ genotypes: 'a.vcf' });
    await app.press('return');
    await app.paste('PGS000001, pgs000004\nPGS000005 PGS999999');
    expect([...app.state().compute.scores.selected]).toEqual(['PGS000001', 'PGS000004', 'PGS000005']);
    expect(app.state().notice?.text).toBe('3 scores marked. Not in the catalogue: PGS999999.');
  });

  it.each([
    ["'/data/my genome.vcf'\n", '/data/my genome.vcf'],
    ['/data/my\\ genome.vcf ', '/data/my genome.vcf'],
    ['file://host/data/my%20genome.vcf', '/data/my genome.vcf'],
  ])('of a path, %j, is put into the field', async (text, path) => {
    const app = await startScreens({ genotypes: 'a.vcf' });
    await app.paste(text);
    expect(app.state().compute.genome).toMatchObject({ isEditing: true, field: { text: path } });
  });

  it('means nothing where nothing can be typed', async () => {
    const app = await startScreens({ genotypes: 'a.vcf' });
    await app.press('1');
    const before = app.state();
    await app.paste('q');
    expect(app.state()).toBe(before);
    expect(app.exits).toEqual([]);
  });
});
