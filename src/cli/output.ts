/** The only writer to stdout and stderr. Results go to stdout; everything said about them goes to stderr. */
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { createColors } from 'picocolors';
import { errors, type Progress, type PrsErrorData } from '../core/index.ts';
import { ProgressMeter } from './progressMeter.ts';

export interface OutputOptions {
  readonly stdout: NodeJS.WritableStream & Partial<Pick<Writable, 'writableNeedDrain'>>;
  readonly stderr: NodeJS.WritableStream;
  readonly quiet: boolean;
  readonly color: boolean;
  /** Whether to draw a progress line. */
  readonly live: boolean;
  /** Lines alone, without an escape sequence: progress names each thing that it begins. */
  readonly plain: boolean;
}

/** Text of files and plugins made safe to print: what moves the cursor or reverses text is shown as a question mark. */
export const cleanText = (text: string): string => text.replace(/(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '?');

export class Output {
  readonly #options: OutputOptions;
  readonly #colors: ReturnType<typeof createColors>;
  readonly #meter = new ProgressMeter();
  #hasLine = false;
  #phase = '';
  #saidSynthetic = false;

  constructor(options: OutputOptions) {
    this.#options = options;
    this.#colors = createColors(options.color && !options.plain);
  }

  /** Throws a usage error for bytes that would go to a terminal. */
  result(chunk: string | Uint8Array): void {
    this.clearProgress();
    const { stdout } = this.#options;
    if (typeof chunk !== 'string' && (stdout as { isTTY?: boolean }).isTTY === true)
      throw errors.usage('This format is not for a terminal.', 'Write it to a file with --output FILE.');
    stdout.write(chunk);
  }

  /** Resolves when stdout has taken what was printed: what comes next need not be kept for a slow reader. */
  async drained(): Promise<void> {
    const { stdout } = this.#options;
    if (stdout.writableNeedDrain === true) await once(stdout, 'drain');
  }

  /** Something worth knowing about the run. */
  note(text: string): void {
    if (!this.#options.quiet) this.#say(cleanText(text));
  }

  /** Something that must be read: also when quiet. */
  warn(text: string): void {
    this.#say(`${this.#colors.yellow('warning:')} ${cleanText(text)}`);
  }

  /** Labels generated data, once: nobody may take it for a person's. */
  synthetic(): void {
    if (!this.#saidSynthetic) this.warn('SYNTHETIC DEMO DATA: generated, not a person. The numbers mean nothing.');
    this.#saidSynthetic = true;
  }

  error({ message, hint }: Pick<PrsErrorData, 'message' | 'hint'>): void {
    this.#say(`${this.#colors.red('error:')} ${cleanText(message)}`);
    if (hint !== null) this.#say(`${this.#colors.cyan('hint:')} ${cleanText(hint)}`);
  }

  /** Draws the progress line over the last one; nothing where nobody watches. */
  progress(progress: Progress): void {
    if (!this.#options.live || this.#options.quiet) return;
    if (this.#options.plain) this.#sayPhase(progress.phase);
    else {
      this.#options.stderr.write(`\r\x1b[K${this.#meter.describe(progress, performance.now())}`);
      this.#hasLine = true;
    }
  }

  #sayPhase(phase: string): void {
    if (phase !== this.#phase) this.#say(`${phase} ...`);
    this.#phase = phase;
  }

  clearProgress(): void {
    if (this.#hasLine) this.#options.stderr.write('\r\x1b[K');
    this.#hasLine = false;
  }

  #say(text: string): void {
    this.clearProgress();
    this.#options.stderr.write(`${text}\n`);
  }
}
