import { useInput } from 'ink';
import { useCallback, useRef } from 'react';

type Hear = Parameters<typeof useInput>[0];

/**
 * Ink's `useInput`, for keys that come faster than frames: the latest handler hears each, although Ink swaps handlers
 * only after a frame, and letters that came at once are heard one by one.
 */
export function useKeys(hear: Hear, isActive: boolean): void {
  const latest = useRef(hear);
  latest.current = hear;
  const hearEach = useCallback<Hear>((input, key) => {
    if (input.length < 2) return latest.current(input, key);
    for (const letter of input) latest.current(letter, key);
  }, []);
  useInput(hearEach, { isActive });
}
