import { describe, expect, it, vi } from 'vitest';
import { type Driver, startScreens } from './driver.tsx';

const text = (app: Driver): string => app.screen().join('\n');

async function openMetadata(): Promise<Driver> {
  const app = await startScreens({ genotypes: 'a.vcf', size: { columns: 120, rows: 40 } });
  await app.press('1');
  return app;
}

describe('tables of the catalogue', () => {
  it('are the raw sheets, then the cleaned ones, around the end', async () => {
    const app = await openMetadata();
    expect(text(app)).toContain('Scores (raw)');
    await app.press(',');
    expect(text(app)).toContain('Changes of the last update');
    await app.press(',');
    expect(text(app)).toContain('Traits (cleaned)');
    expect(text(app)).toContain('EFO_0000000');
    await app.press('.', '.', '.');
    expect(text(app)).toContain('Publications (raw)');
  });

  it('say in a row where it leads, its fields, and all that is known of its score', async () => {
    const app = await openMetadata();
    await app.press('j', 'return');
    expect(text(app)).toContain('> Scoring file of PGS000002');
    await vi.waitFor(() => expect(app.state().metadata.details.PGS000002?.status).toBe('ready'));
    await app.press('G');
    expect(text(app)).toContain('Nobody N et al. A made-up paper');
    expect(text(app)).toContain('made up (1 score)');
  });

  it('lead to other tables and to scoring files, and back and forward again', async () => {
    const app = await openMetadata();
    await app.press('j', 'return', 'right', 'return');
    expect(text(app)).toContain('Scores (cleaned)');
    expect(text(app)).toContain('Leads to');
    // The trait, from the row of the score.
    const links = () => app.screen().filter((line) => /^ +(> )?\S.*EFO_0000000/.test(line));
    expect(links().length).toBeGreaterThan(0);
    while (!/> Trait EFO_0000000/.test(text(app))) await app.press('right');
    await app.press('return');
    expect(text(app)).toContain('Traits (cleaned)');
    await app.press('[');
    expect(text(app)).toContain('Scores (cleaned)');
    await app.press('[');
    expect(text(app)).toContain('Scores (raw)');
    await app.press('[');
    expect(app.state().notice?.text).toBe('There is nothing to go back to.');
    await app.press(']', ']');
    expect(text(app)).toContain('Traits (cleaned)');

    await app.press('[', '[', 'o');
    expect(app.state()).toMatchObject({ screen: 'scoring', scoring: { opened: { name: 'PGS000002' } } });
    await app.press('[');
    expect(app.state().screen).toBe('metadata');
  });

  it('mark scores for computing and download them: those selected, or the one under the cursor', async () => {
    const app = await openMetadata();
    await app.press('m');
    expect([...app.state().compute.scores.selected]).toEqual(['PGS000001']);
    await app.press('j', 'space', 'space', 'm');
    expect([...app.state().compute.scores.selected]).toEqual(['PGS000001', 'PGS000002', 'PGS000003']);
    expect(app.state().notice?.text).toBe('2 scores marked; 3 goes on with them.');
    await app.press('d');
    await vi.waitFor(() => expect(app.state().jobs.list[0]?.log.length).toBeGreaterThan(1));
    expect(app.state().jobs.list[0]).toMatchObject({
      title: 'Download 2 scores for GRCh38',
      commandLine: 'just-prs-tui catalog download PGS000002 PGS000003 --build GRCh38',
    });
  });

  it('hand addresses for a browser to the clipboard', async () => {
    const app = await openMetadata();
    await app.press('return');
    while (!/> https:\/\/www.pgscatalog.org\/score\/PGS000001/.test(text(app))) await app.press('right');
    await app.press('return');
    expect(app.copied).toEqual(['https://www.pgscatalog.org/score/PGS000001/']);
  });
});
