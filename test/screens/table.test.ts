import { describe, expect, it } from 'vitest';
import { formatRows } from '../../src/screens/tableSelection.ts';
import { type TableView, viewTable } from '../../src/screens/tableView.ts';
import { type Driver, startScreens } from './driver.tsx';

const text = (app: Driver): string => app.screen().join('\n');

async function openSheet(): Promise<Driver> {
  const app = await startScreens();
  await app.press('escape', '1');
  return app;
}

function viewOf(app: Driver): TableView {
  const sheet = app.state().metadata.sheets.scores;
  if (sheet?.status !== 'ready') throw new Error('The sheet is not there.');
  return sheet.view;
}

const cursorRow = (app: Driver): number | undefined => viewOf(app).rows[viewOf(app).grid.cursor];

async function filter(app: Driver, typed: string): Promise<void> {
  await app.press('f');
  await app.type(typed);
  await app.press('return');
}

describe('a table', () => {
  it('is sorted up, down and not at all, and the cursor stays on its row', async () => {
    const app = await openSheet();
    await app.press('j', 'j', 's');
    expect(app.screen()[3]).toContain('▲ Polygenic');
    await app.press('s');
    expect(app.screen()[3]).toContain('▼ Polygenic');
    expect(viewOf(app).rows[0]).toBe(199);
    expect(cursorRow(app)).toBe(2);
    expect(text(app)).toContain('row 198 of 200');
    await app.press('s');
    expect(app.screen()[3]).not.toMatch(/[▲▼]/);
    expect(viewOf(app).grid.cursor).toBe(2);
  });

  it('is sorted by several columns, numbered in the heading', async () => {
    const app = await openSheet();
    await app.press('l', 's', 'h', 'S', 'S');
    expect(app.screen()[3]).toMatch(/▼2 Polygenic.*▲1 Reported/);
    const [first = 0, second = 0] = viewOf(app).rows;
    expect(viewOf(app).table.rows[first][1]).toBe(viewOf(app).table.rows[second][1]);
    expect(first).toBeGreaterThan(second);
  });

  it('adds up filters, keeps them on esc, and removes all with one key', async () => {
    const app = await openSheet();
    await app.press('l');
    await filter(app, 'breast');
    expect(viewOf(app).rows).toHaveLength(40);
    await app.press('h');
    await filter(app, '00001');
    expect(text(app)).toContain('Filtered: Reported Trait "breast"');
    expect(text(app)).toContain(`of ${viewOf(app).rows.length}, 200 in all`);
    const kept = viewOf(app).rows.length;
    await app.press('escape', '/', 'escape', 'f', 'escape', '#', 'escape', 'escape');
    expect(viewOf(app).rows).toHaveLength(kept);
    await app.press('F');
    expect(viewOf(app).rows).toHaveLength(200);
  });

  it('loses the filters of a column when nothing is typed', async () => {
    const app = await openSheet();
    await filter(app, '0001');
    await filter(app, '');
    expect(viewOf(app).arrangement.filters).toEqual([]);
  });

  it('keeps what was typed when a comparison lacks its number', async () => {
    const app = await openSheet();
    await filter(app, '> x');
    expect(viewOf(app).typing?.field.text).toBe('> x');
    expect(app.state().notice?.text).toContain('Type a number after >');
  });

  it('says so when no row is left, and reads none', async () => {
    const app = await openSheet();
    await filter(app, 'nowhere');
    expect(text(app)).toContain('No row passes the filters');
    await app.press('return', 'escape', 'o', 'n');
    await app.press('z');
    expect(viewOf(app).rows).toHaveLength(200);
  });

  it('searches only the rows shown, and reads the one under the cursor', async () => {
    const app = await openSheet();
    await app.press('s', 's', '/');
    await app.type('cell 37.');
    await app.press('return', 'return');
    expect(text(app)).toContain('cell 37.9');
    await app.press('escape', 'l');
    await filter(app, 'nothing like it');
    expect(viewOf(app).matches).toEqual([]);
  });

  it('goes to a row by its number, and no further than the last', async () => {
    const app = await openSheet();
    await app.press('#');
    await app.type('150');
    await app.press('return');
    expect(text(app)).toContain('row 150 of 200');
    await app.press('#');
    await app.type('5000');
    await app.press('return');
    expect(text(app)).toContain('row 200 of 200');
    await app.press('#');
    await app.type('x');
    await app.press('return');
    expect(app.state().notice?.text).toBe('Type the number of a row.');
  });

  it('hides, moves, narrows and widens columns', async () => {
    const app = await openSheet();
    await app.press('l', '-');
    expect(app.screen()[3]).not.toContain('Reported');
    await app.press('L');
    expect(app.screen()[3]).toMatch(/Column 1.*Column 0/);
    expect(viewOf(app).place).toBe(2);
    const at = (): number => app.screen()[3].indexOf('Column 2');
    const before = at();
    await app.press('>');
    expect(at()).toBe(before + 4);
    await app.press('<');
    expect(at()).toBe(before);
    await app.press('+');
    expect(viewOf(app).arrangement.columns.at(-1)).toBe(1);
  });

  it('keeps its arrangement while other sheets and screens are looked at', async () => {
    const app = await openSheet();
    await app.press('s', 's', 'l', '-', ']', '2', 'escape', '1', '[');
    expect(viewOf(app).rows[0]).toBe(199);
    expect(app.screen()[3]).not.toContain('Reported');
  });

  it('undoes and repeats changes one by one', async () => {
    const app = await openSheet();
    await app.press('s', 'l', '-', 'z');
    expect(app.screen()[3]).toContain('Reported');
    expect(app.screen()[3]).toContain('▲');
    await app.press('z');
    expect(app.screen()[3]).not.toContain('▲');
    await app.press('z');
    expect(app.state().notice?.text).toBe('There is nothing to undo.');
    await app.press('Z', 'Z');
    expect(app.screen()[3]).toContain('▲');
    expect(app.screen()[3]).not.toContain('Reported');
  });
});

describe('a selection', () => {
  it('is made row by row, by range and by filter, each adding to it', async () => {
    const app = await openSheet();
    await app.press('space', 'j', 'j', 'v');
    expect([...viewOf(app).selected]).toEqual([0, 1, 2, 3]);
    expect(app.screen()[4]).toMatch(/^ \* PGS000001/);
    await filter(app, '00019');
    await app.press('a');
    expect(text(app)).toContain(', 15 selected');
    await app.press('F', 'space');
    expect(viewOf(app).selected.size).toBe(14);
    await app.press('u');
    expect(viewOf(app).selected.size).toBe(0);
  });

  it('is copied in the columns and the order shown, those out of sight last', async () => {
    const app = await openSheet();
    await app.press('space', 'space', 's', 's', 'l', 'l', '-');
    await app.press('y');
    const [heading, first, second] = app.copied[0].split('\n');
    expect(heading).toBe(
      viewOf(app)
        .table.columns.filter((title) => title !== 'Column 0')
        .join('\t'),
    );
    expect([first, second].map((line) => line.split('\t')[0])).toEqual(['PGS000002', 'PGS000001']);
    expect(text(app)).toContain('2 rows sent to the clipboard');
    await app.press('h');
    await filter(app, 'coronary');
    await app.press('y');
    expect(app.copied[1].split('\n').map((line) => line.split('\t')[0])[2]).toBe('PGS000001');
  });

  it('of nothing copies the row under the cursor, or its cell', async () => {
    const app = await openSheet();
    await app.press('j', 'y', 'Y');
    expect(app.copied[0].split('\n')).toHaveLength(3);
    expect(app.copied[1]).toBe('PGS000002');
  });

  it('that is too long says so and copies nothing', async () => {
    const app = await openSheet();
    await app.press('a', 'y');
    expect(app.copied).toEqual([]);
    expect(app.state().notice?.text).toContain('more than terminals take');
  });
});

describe('a file', () => {
  it('gets the rows selected, else all that are shown, and the reader stays', async () => {
    const written: [string, string][] = [];
    const app = await startScreens({ onWritten: (path, text) => written.push([path, text]) });
    await app.press('escape', '1');
    await filter(app, '00019');
    await app.press('x');
    await app.type('some.csv');
    await app.press('return');
    expect(written[0][0]).toBe('some.csv');
    expect(written[0][1].split('\n')).toHaveLength(11 + 2);
    expect(written[0][1].split('\n')[1]).toMatch(/^PGS000019,LDL cholesterol/);
    expect(text(app)).toContain('Written to some.csv');
    expect(text(app)).toContain('row 1 of 11');
    await app.press('space', 'x');
    await app.type('one.tsv');
    await app.press('return');
    expect(written[1][1].split('\n')[1]).toMatch(/^PGS000019\tLDL/);
    expect(written[1][1].split('\n')).toHaveLength(3);
  });

  it('that exists, or is neither CSV nor TSV, is refused in a sentence', async () => {
    const app = await openSheet();
    await app.press('x');
    await app.type('genome.vcf');
    await app.press('return');
    expect(app.state().notice?.text).toContain('ends in .csv or .tsv');
    await app.press('ctrl-u');
    await app.type('taken.csv');
    await app.press('return');
    expect(text(app)).toContain('taken.csv exists already');
  });

  it('in CSV quotes what needs it', () => {
    const table = { columns: ['A', 'B'], rows: [['x,y', 'say "hi"']], total: 1 };
    expect(formatRows(viewTable(table), [0], 'csv')).toBe('A,B\n"x,y","say ""hi"""\n');
  });
});
