import type { Progress } from '../core/index.ts';

/** Progress as a line of text: share, rate and time left, measured since the phase began. */
export class ProgressMeter {
  #phase = '';
  #startedAt = 0;
  #startedWith = 0;

  /** `now` in milliseconds. */
  describe({ phase, done, total, unit }: Progress, now: number): string {
    if (phase !== this.#phase) {
      this.#phase = phase;
      this.#startedAt = now;
      this.#startedWith = done;
    }
    const seconds = (now - this.#startedAt) / 1000;
    const rate = seconds > 0.2 ? (done - this.#startedWith) / seconds : 0;
    const parts = [phase];
    if (total !== null && total > 0) parts.push(`${Math.floor((100 * done) / total)} %`);
    else if (done > 0) parts.push(formatAmount(done, unit));
    if (rate > 0) parts.push(`${formatAmount(rate, unit)}/s`);
    if (rate > 0 && total !== null && done < total) parts.push(`${formatSeconds((total - done) / rate)} left`);
    return parts.join('  ');
  }
}

function formatAmount(amount: number, unit: Progress['unit']): string {
  if (unit === 'bytes') return `${(amount / 1e6).toFixed(1)} MB`;
  return `${amount < 10 ? amount.toFixed(1) : Math.round(amount).toLocaleString('en-US')} ${unit}`;
}

const formatSeconds = (seconds: number): string =>
  seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
