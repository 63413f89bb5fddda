import type { Replaced } from './capabilities.ts';
import { sanitizeLine } from './lines.ts';
import type { ScreenStreams } from './screen.ts';

/**
 * The terminal as a stream of lines, for screen readers and for terminals that cannot place text: what is told is appended,
 * and nothing else is ever sent, no colour and no escape sequence.
 */
export class LinearTerminal {
  readonly #streams: ScreenStreams;
  readonly #replaced: Replaced;
  #isActive = false;

  constructor(streams: ScreenStreams, options: { readonly replaced: Replaced }) {
    this.#streams = streams;
    this.#replaced = options.replaced;
  }

  enter(): void {
    if (this.#isActive) return;
    this.#isActive = true;
    this.#streams.input.setRawMode(true);
  }

  leave(): void {
    if (!this.#isActive) return;
    this.#isActive = false;
    try {
      this.#streams.input.setRawMode(false);
    } catch {
      // The terminal is gone: there is no mode left to restore.
    }
  }

  say(lines: readonly string[]): void {
    if (!this.#isActive) return;
    const safe = lines.map((line) => sanitizeLine(line, this.#replaced).replaceAll('\x1b', ' '));
    this.#streams.output.write(safe.map((line) => `${line}\n`).join(''));
  }
}
