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
      scores: { query: 'breast', selected: ['PGS000001'], sort: 'match' },
      sheet: 'scores',
      scoring: { name: 'PGS000003', build: 'GRCh38' },
      interrupted: false,
      arrangements: {},
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

  it('brings back how each table was arranged, but no filter', async () => {
    const before = await startScreens({ genotypes: 'a.vcf' });
    await before.press('1', 'l', 's', '-', '>', 'f');
    await before.type('1');
    await before.press('return', '3', 'return', 's', ']', '4', '1', '.', '-');
    const shown = before.state();
    const appState = JSON.parse(JSON.stringify(saveState(shown)));
    expect(Object.keys(appState.arrangements)).toHaveLength(2);

    const after = await startScreens({ appState });
    expect(after.state().compute.scores.sort).toBe('id');
    await after.press('1');
    await after.press(',');
    const [one, other] = [shown, after.state()].map(({ metadata }) => metadata.sheets.scores);
    if (one?.status !== 'ready' || other?.status !== 'ready') throw new Error('not read');
    expect(one.view.arrangement.filters).toHaveLength(1);
    expect(other.view.arrangement).toEqual({ ...one.view.arrangement, filters: [] });
    expect(other.view.rows).toHaveLength(200);
  });

  it('has usual columns again on request, and then keeps nothing', async () => {
    const app = await startScreens({ genotypes: 'a.vcf' });
    await app.press('1', 'ctrl-r');
    expect(app.state().notice?.text).toBe('They are as they were at first.');
    await app.press('-', 's', 'L', 'C');
    expect(app.state().arrangements).toHaveProperty('scores');
    await app.press('ctrl-r', 'escape');
    expect(app.state().arrangements).toEqual({});
    await app.press('z');
    expect(app.state().arrangements).toHaveProperty('scores');
  });

  it('arranges other tables of the kind alike, by the names of their columns', async () => {
    const app = await startScreens({ genotypes: 'a.vcf' });
    const open = async (name: string): Promise<void> => {
      await app.press('2', ...(app.state().scoring.isEditing ? [] : ['o']), 'ctrl-u');
      await app.type(name);
      await app.press('return');
    };
    await open('PGS000007');
    await app.press('-', '-');
    await open('PGS000008');
    const { opened } = app.state().scoring;
    expect(opened.status === 'ready' && opened.view.arrangement.columns).toEqual([2, 3, 4, 5]);
    expect(opened.status === 'ready' && opened.view.past).toEqual([]);
  });

  it('takes what an older version kept, and leaves aside an arrangement that is broken or of other columns', async () => {
    const app = await startScreens({ genotypes: 'a.vcf' });
    await app.press('1', '-');
    const saved = saveState(app.state());
    const { arrangements: _none, ...older } = saved;
    expect(readSavedState({ ...older, scores: { query: '', selected: [] } })).toMatchObject({
      arrangements: {},
      scores: { sort: 'match' },
    });
    const kept = { columns: ['nobody knows'], hidden: [], widths: { 'nobody knows': 9 }, sort: [] };
    const appState = { ...saved, arrangements: { scores: kept, cleaned_scores: { columns: 7 }, other: 'x' } };
    const after = await startScreens({ appState });
    await after.press('1');
    const sheet = after.state().metadata.sheets.scores;
    expect(sheet?.status === 'ready' && sheet.view.arrangement.columns.length).toBeGreaterThan(3);
    expect(after.state().arrangements).toEqual({ scores: kept });
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
