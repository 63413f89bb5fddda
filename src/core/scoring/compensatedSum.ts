/**
 * Sum of doubles with Neumaier's compensation: the error does not grow with the number of terms.
 * Neumaier 1974, doi:10.1002/zamm.19740540106.
 */
export class CompensatedSum {
  #sum = 0;
  #compensation = 0;

  add(value: number): void {
    const sum = this.#sum + value;
    this.#compensation += Math.abs(this.#sum) >= Math.abs(value) ? this.#sum - sum + value : value - sum + this.#sum;
    this.#sum = sum;
  }

  get value(): number {
    return this.#sum + this.#compensation;
  }
}
