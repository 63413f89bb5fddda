import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';

export interface TerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** Where the program is started. Default: here. */
  readonly cwd?: string;
  /** How long `until` waits. Default 8 s. */
  readonly patienceMs?: number;
}

interface Look {
  /** Number in the palette; null for the usual colour. */
  readonly color: number | null;
  readonly isBold: boolean;
  readonly isDim: boolean;
  readonly isInverse: boolean;
  readonly isUnderlined: boolean;
}

export interface StyledRun extends Look {
  readonly column: number;
  readonly text: string;
}

const isAlike = (one: Look, other: Look): boolean =>
  one.color === other.color &&
  one.isBold === other.isBold &&
  one.isDim === other.isDim &&
  one.isInverse === other.isInverse &&
  one.isUnderlined === other.isUnderlined;

const POLL_MS = 10;
/** The app ends each frame so: the end of a synchronised update. */
const FRAME_END = '\x1b[?2026l';
const PATIENCE_MS = 8000;

/** A program on a real pseudo-terminal, and what a person would see of it. */
export class Terminal {
  /** What the program has written, and its length in bytes. */
  output = '';
  bytes = 0;
  /** What the program last sent to the clipboard. */
  clipboard = '';
  /** Frames the program has drawn, and when the last one had come, as `performance.now()` tells. */
  frames = 0;
  frameAt = 0;
  /** Its exit code, when it has ended. */
  readonly ended: Promise<number>;
  readonly #program: pty.IPty;
  readonly #emulator: xterm.Terminal;
  readonly #patienceMs: number;

  constructor(command: readonly string[], options: TerminalOptions = {}) {
    const { columns = 80, rows = 24, environment = {}, cwd = process.cwd(), patienceMs = PATIENCE_MS } = options;
    this.#patienceMs = patienceMs;
    // With CI set, whatever its value, chalk draws without colour.
    const { CI: _ci, NO_COLOR: _noColor, FORCE_COLOR: _force, ...inherited } = process.env;
    this.#emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 500 });
    this.#emulator.parser.registerOscHandler(52, (data) => {
      this.clipboard = Buffer.from(data.slice(data.indexOf(';') + 1), 'base64').toString();
      return true;
    });
    this.#program = pty.spawn(command[0], command.slice(1), {
      cols: columns,
      rows,
      cwd,
      env: { ...inherited, TERM: 'xterm-256color', LC_ALL: 'C.UTF-8', ...environment },
    });
    this.ended = new Promise((resolve) => {
      this.#program.onExit(({ exitCode }) => resolve(exitCode));
    });
    this.#program.onData((bytes) => {
      this.output += bytes;
      this.bytes += Buffer.byteLength(bytes);
      if (bytes.includes(FRAME_END)) {
        this.frames++;
        this.frameAt = performance.now();
      }
      this.#emulator.write(bytes);
    });
    this.#emulator.onData((answer) => this.#program.write(answer));
  }

  lines(): readonly string[] {
    const buffer = this.#emulator.buffer.active;
    return Array.from(
      { length: this.#emulator.rows },
      (_, row) => buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? '',
    );
  }

  /** What is on the main screen, also while the alternate one shows. */
  mainText(): string {
    const buffer = this.#emulator.buffer.normal;
    return Array.from({ length: buffer.length }, (_, row) => buffer.getLine(row)?.translateToString(true)).join('\n');
  }

  text(): string {
    return this.lines().join('\n');
  }

  isAlternate(): boolean {
    return this.#emulator.buffer.active.type === 'alternate';
  }

  /** Colours of all cells on the screen; empty when there is none. */
  colors(): ReadonlySet<number> {
    const buffer = this.#emulator.buffer.active;
    const colors = new Set<number>();
    for (let row = 0; row < this.#emulator.rows; row++) {
      for (let column = 0; column < this.#emulator.cols; column++) {
        const cell = buffer.getLine(buffer.viewportY + row)?.getCell(column);
        if (cell?.isFgPalette() || cell?.isFgRGB()) colors.add(cell.getFgColor());
      }
    }
    return colors;
  }

  /** The screen as runs of characters that look alike, line by line. */
  styledLines(): readonly (readonly StyledRun[])[] {
    const buffer = this.#emulator.buffer.active;
    return Array.from({ length: this.#emulator.rows }, (_, row) => {
      const line = buffer.getLine(buffer.viewportY + row);
      const runs: StyledRun[] = [];
      for (let column = 0; column < this.#emulator.cols; column++) {
        const cell = line?.getCell(column);
        if (cell === undefined || cell.getWidth() === 0) continue;
        const look = {
          color: cell.isFgPalette() ? cell.getFgColor() : null,
          isBold: cell.isBold() !== 0,
          isDim: cell.isDim() !== 0,
          isInverse: cell.isInverse() !== 0,
          isUnderlined: cell.isUnderline() !== 0,
        };
        const last = runs.at(-1);
        const text = cell.getChars() || ' ';
        if (last !== undefined && isAlike(last, look)) runs[runs.length - 1] = { ...last, text: last.text + text };
        else runs.push({ ...look, column, text });
      }
      return runs;
    });
  }

  get processId(): number {
    return this.#program.pid;
  }

  keys(bytes: string): void {
    this.#program.write(bytes);
  }

  resize(columns: number, rows: number): void {
    this.#program.resize(columns, rows);
    this.#emulator.resize(columns, rows);
  }

  /** Waits for a condition on the screen; fails with the screen in the message. */
  async until(condition: string | ((text: string) => boolean)): Promise<string> {
    const isMet = typeof condition === 'string' ? (text: string) => text.includes(condition) : condition;
    const deadline = Date.now() + this.#patienceMs;
    for (;;) {
      const text = this.text();
      if (isMet(text)) return text;
      if (Date.now() > deadline) throw new Error(`Never saw ${condition}. The screen:\n${text}`);
      await pause(POLL_MS);
    }
  }

  close(): void {
    this.#program.kill('SIGKILL');
    this.#emulator.dispose();
  }
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
