import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { chooseReplaced, detectCapabilities, findTerminalProblem } from '../../src/terminal/capabilities.ts';
import { sanitizeLine } from '../../src/terminal/lines.ts';

it('lets colours through and nothing else that a terminal obeys', () => {
  expect(sanitizeLine('\x1b[31mred\x1b[39m', 'nothing')).toBe('\x1b[31mred\x1b[39m');
  expect(sanitizeLine('a\x1b]52;c;ZXZpbA==\x07b', 'nothing')).toBe('a ]52;c;ZXZpbA== b');
  expect(sanitizeLine('\x1b[2J\x1b[Hx\r\x9b3J', 'nothing')).toBe(' [2J [Hx  3J');
});

it('draws in ASCII what the locale cannot say, without moving columns', () => {
  expect(sanitizeLine('──█░… 身長 é', 'all')).toBe('--#.~ ???? ?');
});

it('leaves names as they are where the locale can say them and only drawings are unwanted', () => {
  expect(sanitizeLine('┌─█▁… 身長 é', 'drawings')).toBe('+-#_~ 身長 é');
  expect(sanitizeLine('─ é', 'nothing')).toBe('─ é');
});

it('has a character of ASCII for each that the screens draw with', () => {
  const folder = fileURLToPath(new URL('../../src/screens', import.meta.url));
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
  const code = sources.map((name) =>
    readFileSync(join(folder, name), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ''),
  );
  const drawn = new Set(code.join('').match(/[^\0-\x7f]/g));
  expect(drawn.size).toBeGreaterThan(10);
  expect(sanitizeLine([...drawn].join(''), 'drawings')).toMatch(/^[\x20-\x7e]+$/);
});

it('draws as the settings say, else as the locale can', () => {
  const able = { color: true, unicode: true };
  const unable = { color: true, unicode: false };
  expect([chooseReplaced('auto', able), chooseReplaced('auto', unable)]).toEqual(['nothing', 'all']);
  expect([chooseReplaced('ascii', able), chooseReplaced('ascii', unable)]).toEqual(['drawings', 'all']);
  expect([chooseReplaced('unicode', able), chooseReplaced('unicode', unable)]).toEqual(['nothing', 'nothing']);
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
