type Write = NodeJS.WriteStream['write'];

/** A library that warns in a loop must not fill the memory. */
const MOST_HELD = 500;

/**
 * Keeps what anything else in this process prints (`console.warn` of a library, a React error) while the
 * terminal shows our screen, and prints it once the screen is gone.
 */
export class HeldOutput {
  readonly #writes: ReadonlyMap<NodeJS.WriteStream, Write>;
  #held: (() => void)[] = [];

  constructor(streams: readonly NodeJS.WriteStream[]) {
    this.#writes = new Map(streams.map((stream) => [stream, stream.write.bind(stream)]));
  }

  hold(): void {
    for (const [stream, write] of this.#writes) {
      stream.write = ((chunk: string | Uint8Array, ...rest: unknown[]) => {
        if (this.#held.length < MOST_HELD) this.#held.push(() => write(chunk));
        const done = rest.at(-1);
        if (typeof done === 'function') done();
        return true;
      }) as Write;
    }
  }

  release(): void {
    for (const [stream, write] of this.#writes) stream.write = write;
    for (const print of this.#held.splice(0)) print();
  }

  /** Past the hold, straight to the terminal. */
  write(stream: NodeJS.WriteStream, bytes: string): void {
    this.#writes.get(stream)?.(bytes);
  }
}
