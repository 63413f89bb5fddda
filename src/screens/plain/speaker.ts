import type { Store } from '../store.ts';
import type { Part } from './part.ts';
import { partsOf } from './parts.ts';

/** Work on its way is told this often at most. */
const MS_BETWEEN_PROGRESS = 5000;
/** The first states come in quick succession. */
const MS_BEFORE_FIRST = 200;
/** What is typed is told when nothing more comes for this long: each letter for itself would only disturb. */
const MS_OF_QUIET = 500;
/** Told wherever the reader is: another place is no news about them. */
const OF_THE_WHOLE = /^(job|notice|step|note)/;
/** Told when they change, not when the reader comes there: the row and the field say the same. */
const ONLY_ON_CHANGE: ReadonlySet<string> = new Set(['cell', 'caret']);

export interface Speaker {
  /** Tells all there is, whatever was told before. */
  sayAll(): void;
  stop(): void;
}

/** Tells what has changed, as lines one after the other. */
export function createSpeaker(store: Store, say: (lines: readonly string[]) => void): Speaker {
  let told: readonly Part[] = [];
  let progressAt = -Infinity;
  let typed = '';
  let timer: NodeJS.Timeout | undefined;
  const later = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(tell, ms);
  };

  function tell(): void {
    clearTimeout(timer);
    timer = undefined;
    const parts = partsOf(store.getState());
    const sinceProgress = performance.now() - progressAt;
    const heard = hear(told, parts, sinceProgress >= MS_BETWEEN_PROGRESS);
    told = heard.told;
    typed = textTyped(parts);
    if (heard.hasProgress) progressAt = performance.now();
    if (heard.isHeldBack) later(MS_BETWEEN_PROGRESS - Math.min(sinceProgress, MS_BETWEEN_PROGRESS));
    if (heard.lines.length > 0) say(heard.lines);
  }

  later(MS_BEFORE_FIRST);
  const unsubscribe = store.subscribe(() => {
    if (told.length === 0) return;
    const parts = partsOf(store.getState());
    const now = textTyped(parts);
    const isTyping = headingIn(parts) === headingIn(told) && now !== textTyped(told);
    if (!isTyping) return tell();
    if (now !== typed || timer === undefined) later(MS_OF_QUIET);
    typed = now;
  });
  return {
    sayAll() {
      told = [];
      tell();
    },
    stop() {
      clearTimeout(timer);
      unsubscribe();
    },
  };
}

interface Heard {
  readonly lines: readonly string[];
  /** What has been told now. */
  readonly told: readonly Part[];
  readonly hasProgress: boolean;
  /** Whether there is progress that is not told yet. */
  readonly isHeldBack: boolean;
}

/** What to say after `told`; progress only when it is its time. */
export function hear(told: readonly Part[], parts: readonly Part[], isTimeForProgress: boolean): Heard {
  const isSamePlace = headingIn(told) === headingIn(parts);
  const lines: string[] = [];
  const nowTold: Part[] = [];
  let hasProgress = false;
  let isHeldBack = false;
  for (const part of parts) {
    const known = told.find(({ name }) => name === part.name);
    const before = isSamePlace || OF_THE_WHOLE.test(part.name) ? known : undefined;
    const isNews = before?.key !== part.key;
    if (
      before !== undefined &&
      isNews &&
      part.stage !== undefined &&
      part.stage === before.stage &&
      !isTimeForProgress
    ) {
      isHeldBack = true;
      nowTold.push(before);
      continue;
    }
    if (isNews && part.stage !== undefined) hasProgress = true;
    lines.push(...newsOf(part, before, told, parts));
    nowTold.push(part);
  }
  const names = new Set(parts.map(({ name }) => name));
  const elsewhere = told.filter(({ name }) => OF_THE_WHOLE.test(name) && !names.has(name));
  return { lines, told: [...nowTold, ...elsewhere], hasProgress, isHeldBack };
}

function newsOf(
  part: Part,
  before: Part | undefined,
  told: readonly Part[],
  parts: readonly Part[],
): readonly string[] {
  if (before?.key === part.key) return [];
  if (ONLY_ON_CHANGE.has(part.name)) {
    const isTold = before === undefined || (part.name === 'caret' && textTyped(told) !== textTyped(parts));
    return isTold ? [] : part.lines;
  }
  // A text that grew, or of which a line is known by now.
  if (part.name === 'text' && before !== undefined) return part.lines.filter((line, at) => line !== before.lines[at]);
  return part.lines;
}

const headingIn = (parts: readonly Part[]): string => parts.find(({ name }) => name === 'heading')?.key ?? '';
const textTyped = (parts: readonly Part[]): string => parts.find(({ name }) => name === 'field')?.key ?? '';
