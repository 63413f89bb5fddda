/** Correlation of pairs that come one by one, by moments around the running means (Welford), which lose no digits. */
export class Correlation {
  #count = 0;
  #meanX = 0;
  #meanY = 0;
  #xx = 0;
  #yy = 0;
  #xy = 0;

  add(x: number, y: number): void {
    this.#count++;
    const dx = x - this.#meanX;
    const dy = y - this.#meanY;
    this.#meanX += dx / this.#count;
    this.#meanY += dy / this.#count;
    this.#xx += dx * (x - this.#meanX);
    this.#yy += dy * (y - this.#meanY);
    this.#xy += dx * (y - this.#meanY);
  }

  get count(): number {
    return this.#count;
  }

  /** Around the means; null where one of both does not vary. */
  get pearson(): number | null {
    return share(this.#xy, this.#xx, this.#yy);
  }

  /** Around 0; null where one of both is 0 throughout. */
  get cosine(): number | null {
    const [n, x, y] = [this.#count, this.#meanX, this.#meanY];
    return share(this.#xy + n * x * y, this.#xx + n * x * x, this.#yy + n * y * y);
  }
}

function share(xy: number, xx: number, yy: number): number | null {
  if (!(xx > 0 && yy > 0)) return null;
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx) / Math.sqrt(yy)));
}
