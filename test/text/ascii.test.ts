import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDecimal, parseUnsigned } from '../../src/core/text/ascii.ts';

const parse = (text: string): number => parseDecimal(Buffer.from(text), 0, Buffer.byteLength(text));

describe('parseDecimal', () => {
  it('reads every finite double exactly as Number does', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parse(String(value))).toBe(Number(String(value)));
      }),
    );
  });

  it('reads fixed-point text exactly as Number does', () => {
    const digits = fc.stringMatching(/^[0-9]{1,20}$/);
    fc.assert(
      fc.property(digits, digits, fc.constantFrom('', '-', '+'), (whole, part, sign) => {
        const text = `${sign}${whole}.${part}`;
        expect(parse(text)).toBe(Number(text));
      }),
    );
  });

  it.each([
    ['7.2e+07', 72000000],
    ['-2.76E-02', -0.0276],
    ['1e-400', 0],
    ['.5', 0.5],
    ['5.', 5],
    ['inf', Infinity],
    ['-Infinity', -Infinity],
  ])('reads %s', (text, value) => expect(parse(text)).toBe(value));

  it.each(['', '.', '-', 'NA', '1.2.3', '0x10', '1e', '12%', '1_000', 'nan', '1 2'])('refuses "%s"', (text) => {
    expect(parse(text)).toBeNaN();
  });
});

describe('parseUnsigned', () => {
  it.each([
    ['0', 0],
    ['2147483647', 2147483647],
    ['2147483648', -1],
    ['99999999999999999999', -1],
    ['-1', -1],
    ['1.5', -1],
    ['', -1],
  ])('%s is %d', (text, value) => expect(parseUnsigned(Buffer.from(text), 0, text.length)).toBe(value));
});
