import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KeyParser } from '../../src/terminal/keys.ts';

/** Text is fed as bytes arrive, a number waits that many milliseconds. */
type Input = readonly (string | number)[];

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function parse(input: Input): readonly string[] {
  const heard: string[] = [];
  const parser = new KeyParser(({ chord, text }) => heard.push(chord === 'paste' ? `paste(${text})` : chord));
  for (const part of input) {
    if (typeof part === 'number') vi.advanceTimersByTime(part);
    else parser.feed(part);
  }
  vi.advanceTimersByTime(2000);
  return heard;
}

describe('KeyParser', () => {
  it.each<[name: string, input: Input, keys: readonly string[]]>([
    ['several keys in one chunk', ['jjj'], ['j', 'j', 'j']],
    ['text and an arrow in one chunk', ['j\x1b[B'], ['j', 'down']],
    ['Esc alone, after a silence', ['\x1b'], ['escape']],
    ['Esc twice', ['\x1b\x1b'], ['escape', 'escape']],
    ['an arrow split after Esc', ['\x1b', 10, '[B'], ['down']],
    ['an arrow split before its letter', ['\x1b[', 30, 'B'], ['down']],
    ['Esc and, too late for an arrow, text', ['\x1b', 60, '[B'], ['escape', '[', 'B']],
    ['alt and a letter', ['\x1bj'], ['alt-j']],
    ['alt and an arrow', ['\x1b[1;3A'], ['alt-up']],
    ['ctrl and an arrow', ['\x1b[1;5D'], ['ctrl-left']],
    ['shift-tab', ['\x1b[Z'], ['shift-tab']],
    ['navigation keys', ['\x1b[H\x1b[F\x1b[5~\x1b[6~\x1b[3~'], ['home', 'end', 'pageup', 'pagedown', 'delete']],
    ['arrows in application mode', ['\x1bOB'], ['down']],
    ['F1 of xterm, vt220 and the Linux console', ['\x1bOP\x1b[11~\x1b[[A'], ['f1', 'f1', 'f1']],
    ['F5', ['\x1b[15~'], ['f5']],
    ['control keys', ['\x01\x03\x1a'], ['ctrl-a', 'ctrl-c', 'ctrl-z']],
    ['both backspaces', ['\x7f\x08'], ['backspace', 'backspace']],
    ['enter, tab, space', ['\r\t '], ['return', 'tab', 'space']],
    ['kitty ctrl-i is not tab', ['\x1b[105;5u'], ['ctrl-i']],
    ['wide and combined characters', ['漢👩‍🔬'], ['漢', '👩', '\u200d', '🔬']],
    ['a paste is one event', ['\x1b[200~PGS1\rq\x1b[201~x'], ['paste(PGS1\rq)', 'x']],
    ['a paste in pieces, its end marker too', ['\x1b[200~PG', 'S1\x1b[20', '1~'], ['paste(PGS1)']],
    ['a slow paste', ['\x1b[200~PG', 300, 'S1', 300, '\x1b[201~j'], ['paste(PGS1)', 'j']],
    ['a paste that never ends', ['\x1b[200~PG', 1500, 'j'], ['paste(PG)', 'j']],
    ['focus reports are swallowed', ['\x1b[I\x1b[Oj'], ['j']],
    [
      'a click and the wheel of a mouse',
      ['\x1b[<0;10;5M\x1b[<0;10;5m\x1b[<65;1;1M\x1b[<64;1;1Mj'],
      ['click', 'wheel-down', 'wheel-up', 'j'],
    ],
    ['a report of a mouse in pieces', ['\x1b[<0;1', 10, '0;5Mj'], ['click', 'j']],
    ['other buttons and moves are swallowed', ['\x1b[<2;10;5M\x1b[<35;10;5M\x1b[<16;1;1Mj'], ['j']],
    ['answers to queries are swallowed', ['\x1b[?62;22c\x1b]11;rgb:0/0/0\x1b\\j'], ['j']],
    ['a split answer', ['\x1b]11;rgb:0', 10, '/0/0\x07j'], ['j']],
  ])('%s', (_name, input, keys) => {
    expect(parse(input)).toEqual(keys);
  });

  it('says where a mouse pointed, from 0', () => {
    const places: unknown[] = [];
    new KeyParser(({ at }) => places.push(at)).feed('\x1b[<0;10;5Mj');
    expect(places).toEqual([{ column: 9, row: 4 }, undefined]);
  });

  it('types what a key says, and nothing for a chord', () => {
    const texts: (string | null)[] = [];
    new KeyParser(({ text }) => texts.push(text)).feed('a \x01');
    expect(texts).toEqual(['a', ' ', null]);
  });
});
