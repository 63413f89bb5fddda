import { describe, expect, it } from 'vitest';
import { HAPLOID, MISSING, readCall } from '../../src/core/genotype/call.ts';

function read(text: string): [number, number] {
  const call = { first: 0, second: 0 };
  readCall(Buffer.from(`x${text}:30`), 1, 1 + text.length, call);
  return [call.first, call.second];
}

describe('readCall', () => {
  it.each([
    ['0/0', [0, 0]],
    ['0|1', [0, 1]],
    ['1/2', [1, 2]],
    ['10/11', [10, 11]],
    ['1', [1, HAPLOID]],
    ['0', [0, HAPLOID]],
    ['|1', [1, HAPLOID]],
    ['/0/1', [0, 1]],
  ] as const)('%s', (text, call) => expect(read(text)).toEqual(call));

  it.each(['', '.', './.', '.|.', './1', '1/.', '0/1/1', '0/x', '-1/0', '999/0', '0/', '/', '0//1'])(
    '"%s" is missing: nothing is guessed',
    (text) => expect(read(text)).toEqual([MISSING, MISSING]),
  );
});
