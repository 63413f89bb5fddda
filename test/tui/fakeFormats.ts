import type { ResultFormat } from '../../src/screens/exportOverlay.ts';

/** Two formats: text, and something that is none. */
export const FAKE_FORMATS: readonly ResultFormat[] = [
  {
    id: 'lines',
    title: 'A line a result',
    extension: '.txt',
    async *write(results) {
      for await (const { pgs_id, score } of results) yield `${pgs_id} ${score}\n`;
    },
  },
  {
    id: 'bytes',
    title: 'Bytes',
    extension: '.bin',
    async *write() {
      yield Uint8Array.of(0, 1, 2);
    },
  },
];
