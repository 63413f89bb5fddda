import { expect, it, vi } from 'vitest';
import type { Part } from '../../src/screens/plain/part.ts';
import { partsOf } from '../../src/screens/plain/parts.ts';
import { speakable } from '../../src/screens/plain/speakable.ts';
import { hear } from '../../src/screens/plain/speaker.ts';
import { presentFacts } from '../../src/screens/present.ts';
import { startScreens } from './driver.tsx';

it.each([
  ['Trait             Breast cancer', 'Trait: Breast cancer'],
  ['exact                40   51.9%  counted', 'exact: 40, 51.9%, counted'],
  ['1   ██████░░░░  12.0%  3 rows', '1, 12.0%, 3 rows'],
  ['▲ this sample, 1 SD above the mean; ├ ┤ the full score, 2 times in 3', 'this sample, 1 SD above the mean'],
  ['██▓▒░', null],
  ['', null],
  ['\x1b[31mred\x1b[0m', '[31mred [0m'],
])('reads %j as %j', (line, words) => {
  expect(speakable(line)).toBe(words);
});

it('keeps labels whole where there is room, and apart from their values where there is not', () => {
  const label = 'Ancestry Distribution (%) - Source of Variant Associations';
  const [wide, narrow] = [10_000, 78].map((width) => presentFacts([[label, 'European:100']], width)[0].text);
  expect(speakable(wide)).toBe(`${label}: European:100`);
  expect(narrow).toBe('Ancestry Distribution (%)…  European:100');
});

const job = (key: string, stage: string): Part => ({ name: 'job 1', key, lines: [key], stage });
const heading = (key: string): Part => ({ name: 'heading', key, lines: [key] });

it('holds progress back until it is its time, but not the end', () => {
  const begun = hear([], [heading('here'), job('0 %', 'running')], false);
  expect(begun.lines).toEqual(['here', '0 %']);
  const later = hear(begun.told, [heading('here'), job('9 %', 'running')], false);
  expect(later).toMatchObject({ lines: [], isHeldBack: true });
  expect(hear(later.told, [heading('here'), job('9 %', 'running')], true).lines).toEqual(['9 %']);
  expect(hear(later.told, [heading('here'), job('done', 'done')], false).lines).toEqual(['done']);
});

it('tells of a text that grew what is new, and all of it elsewhere', () => {
  const text = (...lines: readonly string[]): Part => ({ name: 'text', key: lines.join('\n'), lines });
  const { told } = hear([], [heading('Log'), text('one')], true);
  expect(hear(told, [heading('Log'), text('one', 'two')], true).lines).toEqual(['two']);
  expect(hear(told, [heading('Row'), text('one', 'two')], true).lines).toEqual(['Row', 'one', 'two']);
});

it('does not tell again what was told before the reader was elsewhere', () => {
  const step: Part = { name: 'step genome', key: 'a.vcf', lines: ['Genome: a.vcf'] };
  const there = hear([], [heading('Compute'), step], true);
  const elsewhere = hear(there.told, [heading('Jobs')], true);
  expect(hear(elsewhere.told, [heading('Compute'), step], true).lines).toEqual(['Compute']);
});

it('has words for every screen and everything that opens over it', async () => {
  const driver = await startScreens({ genotypes: 'a.vcf', size: { columns: 10_000, rows: 24 } });
  const told = (): string =>
    partsOf(driver.state())
      .flatMap(({ lines }) => lines)
      .join('\n');
  await driver.press('1');
  expect(told()).toMatch(/^Metadata, Scores \(raw\)\n200 rows\.\nRow 1 of 200\. /);
  await driver.press('return');
  expect(told()).toMatch(/^Metadata, Scores \(raw\), Row, row 1 of 200\n/);
  expect(told()).toContain('Enter goes to: Scoring file of PGS');
  await driver.press('escape', 'C');
  expect(told()).toMatch(/, Columns\nColumn: empty \(part of a name; enter shows or hides\)/);
  expect(told()).toMatch(/1 of \d+: .*, shown$/m);
  await driver.press('escape', '2');
  expect(told()).toContain('Score: empty (PGS000001, words, or a path)');
  expect(told()).toMatch(/^\d+ found: down goes to them\.$/m);
  await driver.type('PGS000007');
  await driver.press('return');
  expect(told()).toMatch(/^Scoring, PGS000007\nPGS000007, PRS77, Breast cancer/);
  await driver.press('4');
  expect(told()).toContain('Nothing has run yet.');
  await driver.press('5');
  expect(told()).toMatch(/Row 1 of \d+\. Plugin: /);
  await driver.press('6', ':');
  await driver.type('quit');
  expect(told()).toMatch(/Find a command\nCommand: quit\nAt the end\.\n1 of \d+: Quit at once; key ctrl-c/);
  await driver.press('escape', '3', 'return', 't');
  expect(told()).toMatch(/Mark all scores of a trait\nTrait: empty \(part of a name; enter marks all of its scores\)/);
  expect(told()).toMatch(/^1 of \d+: .*, \d+ scores?, 0 marked$/m);
  await driver.press('return');
  expect(told()).toMatch(/^1 of \d+: .*, (\d+) scores?, \1 marked$/m);
  await driver.press('escape', 'c');
  await vi.waitFor(() => expect(driver.state().compute.results.run?.status).toBe('done'));
  await driver.press('=');
  expect(told()).toMatch(/Compare the results\nCompare with: empty/);
  await driver.press('escape', '4');
  expect(told()).toMatch(/Row 1 of 1\. Job: Compute/);
});
