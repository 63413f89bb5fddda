import { expect, it } from 'vitest';
import { detectCapabilities, findTerminalProblem } from '../../src/terminal/capabilities.ts';
import { sanitizeLine } from '../../src/terminal/lines.ts';

it('lets colours through and nothing else that a terminal obeys', () => {
  expect(sanitizeLine('\x1b[31mred\x1b[39m', false)).toBe('\x1b[31mred\x1b[39m');
  expect(sanitizeLine('a\x1b]52;c;ZXZpbA==\x07b', false)).toBe('a ]52;c;ZXZpbA== b');
  expect(sanitizeLine('\x1b[2J\x1b[Hx\r\x9b3J', false)).toBe(' [2J [Hx  3J');
});

it('draws in ASCII what the locale cannot say, without moving columns', () => {
  expect(sanitizeLine('──█░… 身長 é', true)).toBe('--#.~ ???? ?');
});

it('reads colour and unicode from the environment', () => {
  expect(detectCapabilities({ LANG: 'en_US.UTF-8' })).toEqual({ color: true, unicode: true });
  expect(detectCapabilities({ LANG: 'C', NO_COLOR: '1' })).toEqual({ color: false, unicode: false });
  expect(detectCapabilities({ LANG: 'C', LC_ALL: 'C.utf8', NO_COLOR: '' })).toEqual({
    color: true,
    unicode: true,
  });
});

it('says why there can be no full screen', () => {
  const streams = { isInputTty: true, isOutputTty: true };
  expect(findTerminalProblem(streams, { TERM: 'xterm' }, false)).toBeNull();
  expect(findTerminalProblem(streams, { TERM: 'dumb' }, false)).toContain('--plain');
  expect(findTerminalProblem(streams, { TERM: 'dumb' }, true)).toBeNull();
  expect(findTerminalProblem({ ...streams, isInputTty: false }, {}, true)).toContain('Input');
  expect(findTerminalProblem({ ...streams, isOutputTty: false }, { TERM: 'xterm' }, false)).toContain('Output');
  expect(findTerminalProblem({ ...streams, isInputTty: false }, { TERM: 'xterm' }, false)).toContain('Input');
});
