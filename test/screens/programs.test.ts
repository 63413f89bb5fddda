import { expect, it } from 'vitest';
import { startScreens } from './driver.tsx';

it('hands texts to the pager: help, a log, marked scores', async () => {
  const app = await startScreens({ genotypes: 'a.vcf' });
  await app.press('?', 'P', 'escape', 'return', 'space', 'P');
  expect(app.programs[0]).toMatch(/^Compute > Keys\n\nHere\n/);
  expect(app.programs[1]).toBe(
    'PGS ID\tTrait\tVariants\tHere\tBuild\tEFO label\tName\tWeight type\n' +
      'PGS000001\tBreast cancer\t1\t38\tGRCh37\tbreast cancer\tPRS1\tbeta\n',
  );
  await app.press('c');
  await app.press('4', 'return', 'P');
  expect(app.programs[2]).toMatch(/^Jobs > Log\n\n\$ just-prs-tui compute --vcf a\.vcf --pgs-id PGS000001/);
});

it('edits scoring files of the user, not those of the catalogue', async () => {
  const app = await startScreens({ genotypes: 'a.vcf' });
  const open = async (name: string): Promise<void> => {
    await app.press('2', ...(app.state().scoring.isEditing ? [] : ['o']));
    await app.press('ctrl-u');
    await app.type(name);
    await app.press('return', 'E');
  };
  await open('PGS000007');
  expect(app.state().notice?.text).toContain('P reads it');
  await open('mine.txt.gz');
  expect(app.state().notice?.text).toContain('unpack it');
  expect(app.programs).toEqual([]);
  await open('mine.txt');
  expect(app.programs).toEqual(['mine.txt']);
  expect(app.state().scoring.opened).toMatchObject({ status: 'ready', name: 'mine.txt' });
});
