import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/screens/commands.ts';
import { bindKeys, findKeymapProblem } from '../../src/screens/keymap.ts';
import { startScreens } from './driver.tsx';

describe('the palette', () => {
  it('finds a command by a few letters and runs it', async () => {
    const app = await startScreens({ genotypes: 'a.vcf' });
    await app.press(':');
    await app.type('met');
    expect(app.screen().join('\n')).toContain('> 1                Go to Metadata');
    await app.press('return');
    expect(app.state().screen).toBe('metadata');
    expect(app.state().overlay).toBeNull();
  });

  it('says why a command cannot be run, and what it is on the command line', async () => {
    const app = await startScreens({ genotypes: 'a.vcf' });
    await app.press('ctrl-p');
    await app.type('compute the marked');
    expect(app.screen().join('\n')).toContain('Mark at least one score with space.');
    await app.press('return');
    expect(app.state().overlay?.kind).toBe('palette');
    expect(app.state().notice?.tone).toBe('warn');
    await app.press('escape', 'return', 'space', ':');
    await app.type('compute the marked');
    expect(app.screen().join('\n')).toContain('$ just-prs-tui compute --vcf a.vcf --pgs-id PGS000001');
  });

  it('lists commands of other places with where they work', async () => {
    const app = await startScreens({ genotypes: 'a.vcf' });
    await app.press(':');
    await app.type('search all cells');
    expect(app.screen().join('\n')).toContain('Works in Metadata, Scoring, Compute: results');
  });

  it('opens over a field that is being typed in, and leaves it as it was', async () => {
    const app = await startScreens();
    await app.type('sam');
    await app.press('ctrl-p', 'escape');
    expect(app.state().compute.genome.field.text).toBe('sam');
  });

  it('moves around the end', async () => {
    const app = await startScreens({ genotypes: 'a.vcf' });
    await app.press(':', 'up');
    expect(app.state().overlay).toMatchObject({ kind: 'palette' });
    await app.press('down');
    expect(app.state().overlay).toMatchObject({ choice: 0 });
  });
});

describe('keys of the user', () => {
  it('replace the usual ones, written as people write them', () => {
    const [sort] = bindKeys(COMMANDS, { 'table.sort': ['Ctrl-T', 'O', 'PgDn', 'Esc'] }).filter(
      ({ id }) => id === 'table.sort',
    );
    expect(sort.keys).toEqual(['ctrl-t', 'O', 'pagedown', 'escape']);
  });

  it.each([
    [{ 'table.sorted': ['o'] }, 'table.sorted', 'no command'],
    [{ 'table.sort': ['ctrl-b'] }, 'table.sort', 'tmux'],
    [{ 'table.sort': ['/'] }, 'table.sort', 'is /, which table.search has there already'],
    [{ 'table.search': ['s'] }, 'table.search', 'is s, which table.sort has there already'],
    [{ 'scores.keepSearch': ['k'] }, 'scores.keepSearch', 'where letters are typed'],
  ])('%o is refused', (keymap, id, words) => {
    const problem = findKeymapProblem(COMMANDS, keymap);
    expect(problem?.id).toBe(id);
    expect(problem?.problem).toContain(words);
  });

  it('may swap keys, and take one away', () => {
    expect(findKeymapProblem(COMMANDS, { 'table.search': ['s'], 'table.sort': ['/'] })).toBeNull();
    expect(findKeymapProblem(COMMANDS, { 'app.suspend': [] })).toBeNull();
  });
});
