import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Output } from '../../src/cli/output.ts';

/** A stdout that a person sees or that a program reads. */
function watched(isTTY: boolean) {
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
  return { written, output: new Output({ stdout, stderr: stdout, quiet: false, color: false, live: false }) };
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
