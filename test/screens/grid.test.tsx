import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, it } from 'vitest';
import { type GridColumn, lastColumnOf, placeColumns } from '../../src/screens/columns.ts';
import { DataGrid } from '../../src/screens/components/DataGrid.tsx';
import { EMPTY_FIELD, editField } from '../../src/screens/field.ts';
import { type GridMove, moveGrid, TOP_OF_GRID } from '../../src/screens/grid.ts';
import { fitPath, fitText, wrapText } from '../../src/screens/text.ts';
import { draw } from './driver.tsx';

const COLUMNS: readonly GridColumn[] = [
  { title: 'Id', width: 8, align: 'left' },
  { title: 'Text', width: 20, align: 'left', least: 8 },
  { title: 'Number', width: 10, align: 'right' },
];

const drawGrid = (rows: number, cells: (row: number) => readonly string[], cursor = 0): readonly string[] =>
  draw(
    <DataGrid
      columns={COLUMNS}
      source={{ rows, cells, mark: (row) => (row === 1 ? '*' : ' ') }}
      grid={{ cursor, top: Math.max(0, cursor - 4), column: 0 }}
      width={50}
      height={5}
      emptyText="Nothing here."
    />,
    { columns: 50, rows: 6 },
  );

it('marks cursor and selection without colour', () => {
  const lines = drawGrid(5, (row) => [`id${row}`, 'text', String(row)]);
  expect(lines[0]).toMatch(/^ {3}Id +Text +Number$/);
  expect(lines[1]).toMatch(/^> {2}id0 +text +0$/);
  expect(lines[2]).toMatch(/^ \* id1 +text +1$/);
});

it('asks only for the rows it shows, of five million as of five', () => {
  const asked: number[] = [];
  const lines = drawGrid(
    5_000_000,
    (row) => {
      asked.push(row);
      return [`id${row}`, 'text', String(row)];
    },
    4_999_999,
  );
  expect([...new Set(asked)]).toEqual([4_999_995, 4_999_996, 4_999_997, 4_999_998, 4_999_999]);
  expect(lines[5]).toMatch(/^> {2}id49999… text +4999999$/);
});

it('keeps columns in place beside wide and control characters', () => {
  const texts = ['乳がん テスト', 'e\u0301te\u0301', '👩‍🔬 lab', 'a\x1b[31mb\tc', 'plain'];
  const lines = drawGrid(5, (row) => [`id${row}`, texts[row], '42']);
  for (const line of lines.slice(1)) expect(stringWidth(line)).toBe(50);
  expect(lines[4]).toContain('a [31mb c');
});

it('says so when there are no rows', () => {
  expect(drawGrid(0, () => []).join('\n')).toContain('Nothing here.');
});

it('fits any text to exactly the width asked for', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 30 }), (text, width) => {
      expect(stringWidth(fitText(text, width))).toBe(width);
      expect(stringWidth(fitText(text, width, 'right'))).toBe(width);
      expect(stringWidth(fitPath(text, width))).toBeLessThanOrEqual(width);
    }),
  );
});

it('wraps without losing a word', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }), (words) => {
      const lines = wrapText(words.join(' '), 12);
      expect(lines.join(' ').split(' ')).toEqual(words);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(12);
    }),
  );
});

it('keeps the cursor inside and in sight after any moves', () => {
  const moves = fc.constantFrom<GridMove>(
    'up',
    'down',
    'half_up',
    'half_down',
    'page_up',
    'page_down',
    'first',
    'last',
    'left',
    'right',
  );
  const extents = fc.record({
    rows: fc.integer({ min: 1, max: 50 }),
    height: fc.integer({ min: 1, max: 20 }),
    lastColumn: fc.nat(5),
  });
  fc.assert(
    fc.property(fc.array(moves), extents, (list, extent) => {
      let grid = TOP_OF_GRID;
      for (const move of list) {
        grid = moveGrid(grid, move, extent);
        expect(grid.cursor).toBeGreaterThanOrEqual(grid.top);
        expect(grid.cursor).toBeLessThan(Math.min(extent.rows, grid.top + extent.height));
        expect(grid.top).toBeGreaterThanOrEqual(0);
        expect(grid.top).toBeLessThanOrEqual(Math.max(0, extent.rows - extent.height));
        expect(grid.column).toBeLessThanOrEqual(extent.lastColumn);
      }
    }),
  );
});

it('places columns within the width, the first always, and can reach the last', () => {
  const columns = fc.array(
    fc.record({
      title: fc.constant('T'),
      width: fc.integer({ min: 4, max: 30 }),
      align: fc.constant('left' as const),
    }),
    { minLength: 1, maxLength: 12 },
  );
  fc.assert(
    fc.property(columns, fc.integer({ min: 60, max: 200 }), (list, width) => {
      const last = placeColumns(list, width, lastColumnOf(list, width));
      expect(last[0].index).toBe(0);
      expect(last.at(-1)?.index).toBe(list.length - 1);
      const used = last.reduce((sum, column) => sum + column.width + 1, 3 - 1);
      expect(used).toBeLessThanOrEqual(width);
    }),
  );
});

it('edits text by whole characters', () => {
  const type = (field: typeof EMPTY_FIELD, ...chords: readonly string[]) =>
    chords.reduce((edited, chord) => editField(edited, { chord, text: chord.length < 3 ? chord : null }), field);
  expect(type(EMPTY_FIELD, 'a', 'é', '身', 'left', 'backspace')).toEqual({ text: 'a身', cursor: 1 });
  expect(type(EMPTY_FIELD, 'a', 'b', 'home', 'delete', 'end')).toEqual({ text: 'b', cursor: 1 });
  expect(editField({ text: 'dir/file name', cursor: 13 }, { chord: 'ctrl-w', text: null }).text).toBe('dir/file ');
  expect(editField(EMPTY_FIELD, { chord: 'paste', text: ' a\nb\n' })).toEqual({ text: ' a b', cursor: 4 });
});
