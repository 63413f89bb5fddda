import { Box, Text } from 'ink';
import { memo, type ReactNode } from 'react';
import { type GridColumn, GUTTER, type PlacedColumn, placeColumns } from '../columns.ts';
import type { GridState } from '../grid.ts';
import type { Tone } from '../present.ts';
import { fitText, wrapText } from '../text.ts';
import { useTheme } from '../theme.ts';

/** Rows by number: only those on the screen are asked for, so five million cost no more than five. */
export interface GridSource {
  readonly rows: number;
  cells(row: number): readonly string[];
  /** `*` selected, `!` look here; shown beside the cursor. */
  mark?(row: number): string;
  tone?(row: number): Tone;
  /** Text instead of the cells after the first. */
  sentence?(row: number): string | null;
}

export interface DataGridProps {
  readonly columns: readonly GridColumn[];
  readonly source: GridSource;
  readonly grid: GridState;
  /** The column under the cursor, where columns have one. */
  readonly place?: number | undefined;
  readonly width: number;
  /** Rows; the line of titles is one more. */
  readonly height: number;
  /** Said in place of rows when there are none. */
  readonly emptyText: string;
}

export function DataGrid({ columns, source, grid, place, width, height, emptyText }: DataGridProps): ReactNode {
  const placed = placeColumns(columns, width, grid.column);
  const count = Math.max(0, Math.min(height, source.rows - grid.top));
  const rows = Array.from({ length: count }, (_, line) => grid.top + line);
  return (
    <Box flexDirection="column" height={height + 1}>
      <Titles columns={columns} placed={placed} width={width} place={place} />
      {source.rows === 0 && <EmptyGrid text={emptyText} width={width} />}
      {rows.map((row) => (
        <Row
          key={row - grid.top}
          text={rowText({ columns, placed, source, grid, width }, row)}
          isCursor={row === grid.cursor}
          tone={source.tone?.(row) ?? 'plain'}
        />
      ))}
    </Box>
  );
}

/** One preformatted text a row: a box a cell would double the cost of a frame. */
const Row = memo(function Row(props: {
  readonly text: string;
  readonly isCursor: boolean;
  readonly tone: Tone;
}): ReactNode {
  const style = useTheme()[props.tone];
  return (
    <Text wrap="truncate" {...style} inverse={props.isCursor}>
      {props.text}
    </Text>
  );
});

interface Titled {
  readonly columns: readonly GridColumn[];
  readonly placed: readonly PlacedColumn[];
  readonly width: number;
}

/** Titles, with `<` and `>` where columns are out of sight. */
function Titles({ columns, placed, width, place }: Titled & Pick<DataGridProps, 'place'>): ReactNode {
  const titles = placed.map(({ index, width }) => fitText(columns[index].title, width, columns[index].align));
  const isScrolled = (placed[1]?.index ?? 1) > 1;
  const hasMore = (placed.at(-1)?.index ?? 0) < columns.length - 1;
  const [first = '', ...rest] = titles;
  const line = fitText(' '.repeat(GUTTER) + first + (isScrolled ? '<' : ' ') + rest.join(' '), width);
  return (
    <Text wrap="truncate" bold underline>
      {inverted(hasMore ? `${fitText(line, width - 1)}>` : line, titleSpan(placed, place))}
    </Text>
  );
}

/** Where the title of a column stands in the line of titles. */
function titleSpan(placed: readonly PlacedColumn[], column: number | undefined): readonly [number, number] | null {
  let from = GUTTER;
  for (const { index, width } of placed) {
    if (index === column) return [from, from + width];
    from += width + 1;
  }
  return null;
}

/** The line with a part of it inverted; a title of wide characters stands out a little off, and is still told. */
function inverted(line: string, span: readonly [number, number] | null): ReactNode {
  if (span === null) return line;
  const [from, to] = span;
  return (
    <>
      {line.slice(0, from)}
      <Text inverse>{line.slice(from, to)}</Text>
      {line.slice(to)}
    </>
  );
}

function EmptyGrid({ text, width }: { readonly text: string; readonly width: number }): ReactNode {
  return (
    <Box flexDirection="column" paddingLeft={GUTTER}>
      <Text> </Text>
      {wrapText(text, width - 2 * GUTTER).map((line) => (
        <Text key={line}>{line}</Text>
      ))}
    </Box>
  );
}

function rowText(
  { columns, placed, source, grid, width }: Titled & Pick<DataGridProps, 'source' | 'grid'>,
  row: number,
): string {
  const gutter = `${row === grid.cursor ? '>' : ' '}${source.mark?.(row) ?? ' '} `;
  const cells = source.cells(row);
  const sentence = source.sentence?.(row) ?? null;
  const fitted = (part: PlacedColumn): string =>
    fitText(cells[part.index] ?? '', part.width, columns[part.index].align);
  if (sentence !== null) return fitText(`${gutter}${fitted(placed[0])} ${sentence}`, width);
  return fitText(gutter + placed.map(fitted).join(' '), width);
}
