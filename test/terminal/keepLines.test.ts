import { styleText } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import InkOutput from '../../node_modules/ink/build/output.js';
import { keepLines } from '../../src/terminal/keepLines.ts';

const KeptOutput = keepLines(InkOutput as never);
const WIDTH = 16;
const HEIGHT = 4;

type Style = 'bold' | 'inverse' | 'cyan' | 'underline';

type Step =
  | { readonly kind: 'write'; readonly x: number; readonly y: number; readonly text: string; readonly styles: Style[] }
  | { readonly kind: 'clip'; readonly from: number; readonly to: number; readonly left: number | null }
  | { readonly kind: 'unclip' };

const style = (name: Style, text: string): string => styleText(name, text, { validateStream: false });

const word = fc.constantFrom('a', 'rs7', ' ', '  ', 'é', '…', '漢字', 'e\u0301', '👩‍🔬', '▲', '\n', '\u00a0');
const text = fc
  .array(fc.tuple(word, fc.constantFrom<Style | null>(null, null, 'bold', 'cyan')), { maxLength: 6 })
  .map((words) => words.map(([each, look]) => (look === null ? each : style(look, each))).join(''));
const write = fc.record({
  kind: fc.constant('write' as const),
  x: fc.integer({ min: -2, max: WIDTH + 3 }),
  y: fc.integer({ min: -2, max: HEIGHT }),
  text,
  styles: fc.array(fc.constantFrom<Style>('bold', 'inverse', 'cyan', 'underline'), { maxLength: 2 }),
});
const clip = fc.record({
  kind: fc.constant('clip' as const),
  from: fc.integer({ min: 0, max: HEIGHT }),
  to: fc.integer({ min: 0, max: HEIGHT }),
  left: fc.option(fc.integer({ min: 0, max: WIDTH }), { freq: 10 }),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: write },
  { weight: 1, arbitrary: clip },
  { weight: 1, arbitrary: fc.constant({ kind: 'unclip' } as const) },
);

function draw(Output: typeof KeptOutput, steps: readonly Step[], width = WIDTH): { output: string; height: number } {
  const output = new Output({ width, height: HEIGHT });
  for (const each of steps) {
    if (each.kind === 'write') {
      const transformers = each.styles.map((name) => (line: string) => style(name, line));
      output.write(each.x, each.y, each.text, { transformers });
    } else if (each.kind === 'unclip') (output as unknown as InkOutput).unclip();
    else {
      const across = each.left === null ? { x1: undefined, x2: undefined } : { x1: each.left, x2: WIDTH };
      (output as unknown as InkOutput).clip({ ...across, y1: each.from, y2: each.to });
    }
  }
  return output.get();
}

describe('lines kept from frame to frame', () => {
  it('look as Ink draws them, drawn for the first time and again', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        const expected = draw(InkOutput as never, steps);
        expect(draw(KeptOutput, steps)).toEqual(expected);
        expect(draw(KeptOutput, steps)).toEqual(expected);
      }),
      { numRuns: 600 },
    );
  });

  it('are those of their width', () => {
    const long: Step = { kind: 'write', x: 2, y: 0, text: style('bold', 'x'), styles: [] };
    const end: Step = { kind: 'write', x: WIDTH - 1, y: 0, text: style('inverse', ' '), styles: [] };
    for (const width of [WIDTH, 4])
      expect(draw(KeptOutput, [long, end], width)).toEqual(draw(InkOutput as never, [long, end], width));
  });

  it('are drawn once', () => {
    let drawn = 0;
    class CountedOutput extends InkOutput {
      override get(): { output: string; height: number } {
        drawn++;
        return super.get();
      }
    }
    const Output = keepLines(CountedOutput as never);
    const row = (y: number, text: string): Step => ({ kind: 'write', x: 0, y, text, styles: ['bold'] });
    draw(Output, [row(0, 'one'), row(1, 'two')]);
    expect(drawn).toBe(2);
    draw(Output, [row(0, 'two'), row(1, 'one'), row(2, 'three')]);
    expect(drawn).toBe(3);
  });
});
