import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LineBuffer } from '../../src/core/text/lineBuffer.ts';

it('gives whole lines as they end, and in the end the rest', () => {
  const piece = fc.array(fc.constantFrom('a', 'b', '\n', '\r\n'), { maxLength: 6 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const buffer = new LineBuffer();
      let taken = '';
      let given = 0;
      for (const text of pieces) {
        given += text.length;
        const lines = Buffer.from(buffer.take(Buffer.from(text))).toString();
        expect(lines === '' || lines.endsWith('\n')).toBe(true);
        taken += lines;
        expect(taken.length + buffer.length).toBe(given);
      }
      const rest = Buffer.from(buffer.rest()).toString();
      expect(rest).not.toContain('\n');
      expect(taken + rest).toBe(pieces.join(''));
    }),
  );
});

it('joins a long line once', () => {
  const chunk = Buffer.alloc(1 << 12, 'x');
  const time = (chunks: number): number => {
    const buffer = new LineBuffer();
    const started = performance.now();
    for (let i = 0; i < chunks; i++) buffer.take(chunk);
    expect(buffer.rest()).toHaveLength(chunks << 12);
    return performance.now() - started;
  };
  // Joined at every chunk, this line of 128 MiB would be 2 TiB of copying.
  expect(time(1 << 15)).toBeLessThan(5_000);
});
