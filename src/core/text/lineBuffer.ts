const NEWLINE = 10;

/**
 * Cuts a stream of chunks into whole lines. The line that has not ended is kept in pieces: joined at every chunk, a long one
 * would take time by the square of its length.
 */
export class LineBuffer {
  #pieces: Uint8Array[] = [];
  #length = 0;

  /** Bytes of the line that has not ended. */
  get length(): number {
    return this.#length;
  }

  /** The whole lines that this chunk completes, line breaks included; empty when it completes none. */
  take(bytes: Uint8Array): Uint8Array {
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    const ended = bytes.subarray(0, end);
    let lines = ended;
    if (end > 0 && this.#length > 0) lines = Buffer.concat([...this.#pieces, ended]);
    if (end > 0) {
      this.#pieces = [];
      this.#length = 0;
    }
    this.#keep(bytes.subarray(end));
    return lines;
  }

  /** The line that has not ended. */
  rest(): Uint8Array {
    return this.#pieces.length === 1 ? (this.#pieces[0] as Uint8Array) : Buffer.concat(this.#pieces);
  }

  #keep(piece: Uint8Array): void {
    if (piece.length === 0) return;
    // A copy: the chunk is overwritten by the next.
    this.#pieces.push(new Uint8Array(piece));
    this.#length += piece.length;
  }
}
