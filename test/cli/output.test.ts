import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Output } from '../../src/cli/output.ts';

/** A stdout that a person sees or that a program reads. */
function watched(isTTY: boolean, look: { readonly live?: boolean; readonly plain?: boolean } = {}) {
  const written: Buffer[] = [];
  const stdout = Object.assign(
    new Writable({
      write: (chunk, _, done) => {
        written.push(Buffer.from(chunk));
        done();
      },
    }),
    { isTTY },
  );
  const options = { stdout, stderr: stdout, quiet: false, color: true, live: false, plain: false, ...look };
  return { written, output: new Output(options) };
}

describe('results', () => {
  it('that are bytes go to files and pipes, never to a terminal', () => {
    const bytes = new Uint8Array([80, 65, 82, 49]);
    const pipe = watched(false);
    pipe.output.result(bytes);
    expect(Buffer.concat(pipe.written).toString()).toBe('PAR1');
    const terminal = watched(true);
    expect(() => terminal.output.result(bytes)).toThrow('This format is not for a terminal.');
    expect(terminal.written).toEqual([]);
    terminal.output.result('text');
    expect(Buffer.concat(terminal.written).toString()).toBe('text');
  });
});

it('says in plain words what it begins, once, without an escape sequence', () => {
  const { written, output } = watched(true, { live: true, plain: true });
  for (const [phase, done] of [
    ['Reading', 1],
    ['Reading', 2],
    ['Writing', 0],
  ] as const)
    output.progress({ phase, done, total: 2, unit: 'records' });
  output.warn('Look.');
  expect(Buffer.concat(written).toString()).toBe('Reading ...\nWriting ...\nwarning: Look.\n');
});
