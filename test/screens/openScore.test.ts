import { expect, it, vi } from 'vitest';
import { fieldWith } from '../../src/screens/field.ts';
import { chooseOffer } from '../../src/screens/scoring/offers.ts';
import { startScreens } from './driver.tsx';

async function openField(options: Parameters<typeof startScreens>[0] = {}) {
  const app = await startScreens({ genotypes: 'a.vcf', ...options });
  await app.press('2');
  return app;
}

it('finds scores by words, says which are here, and opens the one chosen', async () => {
  const app = await openField({ missing: ['PGS000006'] });
  await app.type('breast');
  await vi.waitFor(() => expect(app.screen().join('\n')).toMatch(/PGS000006 .*not here: enter fetches it/));
  const text = app.screen().join('\n');
  expect(text).toMatch(/PGS000001 +Breast cancer, PRS1 +1 here/);
  expect(text).not.toContain('PGS000002');
  await app.press('down', 'return');
  await vi.waitFor(() => expect(app.state().scoring.opened).toMatchObject({ status: 'ready', name: 'PGS000001' }));
});

it('never opens a file that does not fit what is typed by now', async () => {
  const state = (await openField()).state();
  const choiceFor = (typed: string) => {
    const found = { completions: ['weights/', 'zebra.txt'], completedText: '', hits: [] };
    return chooseOffer({ ...state, scoring: { ...state.scoring, ...found, field: fieldWith(typed) } });
  };
  expect(choiceFor('zeb')).toEqual({ kind: 'path', name: 'zebra.txt' });
  expect(choiceFor('other')).toBeNull();
});

it('opens the best hit by enter alone', async () => {
  const app = await openField();
  await app.type('diabetes');
  await app.press('return');
  await vi.waitFor(() => expect(app.state().scoring.opened).toMatchObject({ status: 'ready', name: 'PGS000003' }));
});

it('fetches a score that is not here, then opens it', async () => {
  // Long enough to be seen on its way, however busy the machine is.
  const app = await openField({ missing: ['PGS000001'], msPerScore: 200 });
  await app.type('pgs000001');
  await vi.waitFor(() => expect(app.screen().join('\n')).toContain('not here'));
  await app.press('return');
  expect(app.state().scoring.opened).toMatchObject({ status: 'loading', name: 'PGS000001' });
  expect(app.screen().join('\n')).toContain('PGS000001  PRS1  Breast cancer');
  await vi.waitFor(() => expect(app.state().scoring.opened).toMatchObject({ status: 'ready', name: 'PGS000001' }));
  expect(app.state().jobs.list).toMatchObject([{ title: 'Download PGS000001 for GRCh38', status: 'done' }]);
});

it('says why a score could not be fetched, in the field', async () => {
  const app = await openField({ missing: ['PGS000002'] });
  await app.type('PGS000002');
  await vi.waitFor(() => expect(app.screen().join('\n')).toContain('not here'));
  await app.press('return');
  await vi.waitFor(() => expect(app.screen().join('\n')).toContain('The fake server does not have it.'));
  expect(app.screen().join('\n')).toContain('Ask for another.');
  const offline = await openField({ missing: ['PGS000001'], offline: true });
  await offline.type('PGS000001');
  await vi.waitFor(() => expect(offline.screen().join('\n')).toContain('not here'));
  await offline.press('return');
  await vi.waitFor(() => expect(offline.screen().join('\n')).toContain('offline'));
});

it('does not take the reader back to a score that was fetched while another was opened', async () => {
  const app = await openField({ missing: ['PGS000001'], msPerScore: 20 });
  await app.type('PGS000001');
  await vi.waitFor(() => expect(app.screen().join('\n')).toContain('not here'));
  await app.press('return', 'o');
  await app.type('PGS000004');
  await app.press('return');
  await vi.waitFor(() => expect(app.state().jobs.list[0]?.status).toBe('done'));
  expect(app.state().scoring.opened).toMatchObject({ status: 'ready', name: 'PGS000004' });
});

it('completes the path of a scoring file', async () => {
  const app = await openField();
  await app.type('w');
  await vi.waitFor(() => expect(app.state().scoring.completions).toHaveLength(3));
  await app.press('tab');
  expect(app.state().scoring.field.text).toBe('weights');
  await app.press('tab', 'down', 'down');
  expect(app.screen().join('\n')).toContain('> weights_2.txt.gz');
  await app.press('down', 'up', 'return');
  await vi.waitFor(() =>
    expect(app.state().scoring.opened).toMatchObject({ status: 'ready', name: 'weights_2.txt.gz' }),
  );
});

it('completes a path as soon as its directory was read, when tab came first', async () => {
  const app = await openField();
  await Promise.all([app.type('w'), app.press('tab')]);
  await vi.waitFor(() => expect(app.state().scoring.field.text).toBe('weights'));
  await vi.waitFor(() => expect(app.state().scoring).toMatchObject({ completedText: 'weights' }));
});

it('goes into a directory, and offers the marked scores before anything is typed', async () => {
  const app = await startScreens({ genotypes: 'a.vcf' });
  await app.press('return', 'space', '2');
  expect(app.screen().join('\n')).toContain('PGS000001  Breast cancer');
  await app.type('wei');
  await app.press('down', 'return');
  expect(app.state().scoring.field.text).toBe('weights/');
});

it('says what to type where nothing is found', async () => {
  const app = await openField();
  await app.press('return');
  expect(app.state().notice?.text).toContain('Type a PGS id, words to search for, or the path');
  await app.type('zzzz');
  await app.press('return');
  expect(app.state().notice?.text).toContain('No score and no file is called that');
});
