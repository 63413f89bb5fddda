import { expect, it } from 'vitest';
import { clipboardSequence } from '../../src/terminal/clipboard.ts';

it('sends text as base64, so that nothing in it can be a command', () => {
  expect(clipboardSequence('a\tb\x1b]é', {})).toBe(`\x1b]52;c;${Buffer.from('a\tb\x1b]é').toString('base64')}\x07`);
});

it('is passed through GNU screen in pieces, not through a tmux within it', () => {
  const text = 'x'.repeat(500);
  const wrapped = clipboardSequence(text, { STY: '1.pts' }) ?? '';
  expect(wrapped.replaceAll('\x1bP', '').replaceAll('\x1b\\', '')).toBe(clipboardSequence(text, {}));
  expect(wrapped.split('\x1bP').length).toBeGreaterThan(3);
  expect(clipboardSequence(text, { STY: '1.pts', TMUX: '/tmp/tmux' })).toBe(clipboardSequence(text, {}));
});

it('sends nothing that a terminal would drop', () => {
  expect(clipboardSequence('x'.repeat(60_000), {})).toBeNull();
});
