import { Writable } from 'node:stream';
import type { Replaced } from './capabilities.ts';
import { clipboardSequence } from './clipboard.ts';
import { diffFrames, paintFrame } from './frameDiff.ts';
import { HeldOutput } from './heldOutput.ts';
import { sanitizeLine } from './lines.ts';

export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

export interface ScreenStreams {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  /** Other streams of this process that print to the same terminal. */
  readonly others: readonly NodeJS.WriteStream[];
}

/** Alternate screen, no cursor, no autowrap (a full last line must not scroll), pastes marked as such. */
const ENTER = '\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?2004h';
/** The reverse. Clears first: GNU screen without `altscreen` would leave our last frame behind. */
const LEAVE = '\x1b[r\x1b[0m\x1b[2J\x1b[H\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[?1049l';
/** Clicks and the wheel, as SGR reports; never moves. While it is on, the terminal selects text only with shift held. */
const MOUSE_ON = '\x1b[?1000h\x1b[?1006h';
const MOUSE_OFF = '\x1b[?1006l\x1b[?1000l';
const SYNC_START = '\x1b[?2026h';
const SYNC_END = '\x1b[?2026l';

/**
 * The terminal while the program has it. Whoever draws writes whole frames to `frames`; what differs from
 * the frame before goes to the terminal. `leave` may be called at any time, from any state, twice.
 */
export class Screen {
  /** Give this to Ink as stdout, with `debug: true`: then each write is one frame and nothing else. */
  readonly frames: NodeJS.WriteStream;
  readonly #streams: ScreenStreams;
  readonly #replaced: Replaced;
  readonly #held: HeldOutput;
  #frame = '';
  #shown: readonly string[] | null = null;
  #isActive = false;
  #hasMouse = false;

  constructor(streams: ScreenStreams, options: { readonly replaced: Replaced }) {
    this.#streams = streams;
    this.#replaced = options.replaced;
    this.#held = new HeldOutput([streams.output, ...streams.others]);
    this.frames = this.#createFrameStream();
    streams.output.on('resize', () => this.#handleResize());
  }

  get size(): ScreenSize {
    return { columns: this.#streams.output.columns || 80, rows: this.#streams.output.rows || 24 };
  }

  onResize(listener: (size: ScreenSize) => void): void {
    this.#streams.output.on('resize', () => listener(this.size));
  }

  enter(): void {
    if (this.#isActive) return;
    this.#isActive = true;
    this.#streams.input.setRawMode(true);
    this.#held.hold();
    this.#send(ENTER + (this.#hasMouse ? MOUSE_ON : ''));
    this.repaint();
  }

  leave(): void {
    if (!this.#isActive) return;
    this.#isActive = false;
    this.#send((this.#hasMouse ? MOUSE_OFF : '') + LEAVE);
    this.#held.release();
    try {
      this.#streams.input.setRawMode(false);
    } catch {
      // The terminal is gone: there is no mode left to restore.
    }
  }

  /** Asks the terminal to tell of the mouse, or no longer. */
  setMouse(isOn: boolean): void {
    if (this.#isActive && isOn !== this.#hasMouse) this.#send(isOn ? MOUSE_ON : MOUSE_OFF);
    this.#hasMouse = isOn;
  }

  /** Draws everything again, for a terminal that something else wrote to. */
  repaint(): void {
    this.#shown = null;
    this.#paint(this.#frame);
  }

  /** Sends text to the clipboard of the terminal (OSC 52); false, and nothing sent, when it is too long. */
  copy(text: string): boolean {
    const sequence = clipboardSequence(text, process.env);
    if (sequence === null || !this.#isActive) return false;
    this.#send(sequence);
    return true;
  }

  #handleResize(): void {
    this.#shown = null;
    this.frames.emit('resize');
  }

  #paint(frame: string): void {
    this.#frame = frame;
    if (!this.#isActive) return;
    const { rows } = this.size;
    const next = frame.split('\n', rows).map((line) => sanitizeLine(line, this.#replaced));
    while (next.length < rows) next.push('');
    const bytes = this.#shown?.length === rows ? diffFrames(this.#shown, next) : paintFrame(next);
    this.#shown = next;
    if (bytes !== '') this.#send(SYNC_START + bytes + SYNC_END);
  }

  #send(bytes: string): void {
    this.#held.write(this.#streams.output, bytes);
  }

  #createFrameStream(): NodeJS.WriteStream {
    const stream = new Writable({
      decodeStrings: false,
      write: (frame: string, _encoding, done) => {
        this.#paint(frame);
        done();
      },
    });
    const size = {
      columns: { get: () => this.size.columns },
      rows: { get: () => this.size.rows },
    };
    // Ink asks a stream for `write`, `columns`, `rows` and `resize` events, and types it as a whole tty.
    return Object.defineProperties(stream, size) as unknown as NodeJS.WriteStream;
  }
}
