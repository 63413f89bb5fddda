import { describe, expect, it } from 'vitest';
import { GLOSSARY } from '../../src/screens/help/glossary.ts';
import { startScreens } from './driver.tsx';

const HELP = '6';

it('answers questions first, then explains the terms, on as many lines as fit', async () => {
  const app = await startScreens({ genotypes: 'a.vcf' });
  await app.press(HELP);
  expect(app.screen().join('\n')).toContain('How do I begin?');
  await app.press('right');
  expect(app.screen().join('\n')).toContain('Help > Glossary');
  await app.press('G');
  const text = app.screen().join('\n');
  expect(text).toContain('z-score');
  expect(app.screen().every((line) => line.length <= 80)).toBe(true);
});

it('looks for what does not work only when asked, and asks servers only on another key', async () => {
  const app = await startScreens({ genotypes: 'a.vcf' });
  await app.press(HELP);
  expect(app.state().help.examination.status).toBe('none');
  await app.press('r');
  expect(app.state().notice?.text).toBe('This is for the page Doctor.');
  await app.press('left');
  let text = app.screen().join('\n');
  expect(text).toMatch(/Cache folder\s+BROKEN: \/fake is full -> Make room\./);
  expect(text).toMatch(/Terminal\s+ok: xterm/);
  expect(text).toContain('was not asked');
  await app.press('n');
  text = app.screen().join('\n');
  expect(text).toContain('answered in 5 ms');
});

describe('the glossary', () => {
  it('is in the order of the alphabet, without a term twice', () => {
    const terms = GLOSSARY.map(([term]) => term.toLowerCase());
    expect(terms).toEqual([...new Set(terms)].sort((a, b) => a.localeCompare(b, 'en')));
  });
});
