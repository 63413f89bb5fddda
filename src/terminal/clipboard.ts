/** Longer texts are dropped by terminals without a word; xterm and tmux take this much. */
const LONGEST_BASE64 = 74_994;

/**
 * OSC 52: the terminal itself puts the text on the clipboard of the machine it runs on, through SSH as well. tmux
 * takes it as it is, with `set-clipboard on`; GNU screen passes it on when wrapped, in pieces below its limit.
 * Null when the text is too long.
 */
export function clipboardSequence(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): string | null {
  const base64 = Buffer.from(text).toString('base64');
  if (base64.length > LONGEST_BASE64) return null;
  const sequence = `\x1b]52;c;${base64}\x07`;
  const isScreen = environment.TMUX === undefined && environment.STY !== undefined;
  if (!isScreen) return sequence;
  const pieces = sequence.match(/.{1,200}/gs) ?? [];
  return pieces.map((piece) => `\x1bP${piece}\x1b\\`).join('');
}
