import { describe, expect, it, vi } from 'vitest';
import { startScreens } from './driver.tsx';

describe('filters', () => {
  it('are typed into a form, shown, and used for the command line', async () => {
    const app = await startScreens({ genotypes: 'a.vcf' });
    await app.press('f');
    expect(app.screen().join('\n')).toContain('FILTER is');
    await app.type('PASS, .');
    await app.press('down');
    await app.type('10');
    await app.press('tab', 'tab', 'tab');
    await app.type('female');
    await app.press('return');
    expect(app.state().settings.filters).toEqual({
      pass_filters: ['PASS', '.'],
      min_depth: 10,
      min_qual: null,
      min_gq: null,
      sex: 'Female',
    });
    const text = app.screen().join('\n');
    expect(text).toContain('FILTER is PASS or ., DP at least 10');
  });

  it('stay as they were after esc, and when a field cannot be read', async () => {
    const app = await startScreens({ genotypes: 'a.vcf' });
    const before = app.state().settings;
    await app.press('f', 'down');
    await app.type('ten');
    await app.press('return');
    expect(app.state().notice?.text).toContain('"ten" is not a number');
    expect(app.state().overlay?.kind).toBe('form');
    await app.press('escape');
    expect(app.state().overlay).toBeNull();
    expect(app.state().settings).toBe(before);
  });

  it('take away what was made with others', async () => {
    const app = await startScreens({ genotypes: 'a.vcf' });
    await app.press('return', 'space', 'c');
    await vi.waitFor(() => expect(app.state().compute.results.run?.status).toBe('done'));
    await app.press('[', '[');
    expect(app.state().compute.results.run?.status).toBe('done');
    await app.press('f', 'return');
    expect(app.state().compute.results.run).toBeNull();
    expect(app.state().compute.genome.normalization.status).toBe('none');
  });
});
