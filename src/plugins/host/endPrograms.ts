/** Ends programs that a thread left behind. They are known by a mark in their environment; Linux alone tells who they are. */
import { readdirSync, readFileSync } from 'node:fs';

/** Ends the programs that this process started with `JUST_PRS_CALL` set to a mark, and all that those started. */
export function endProgramsOf(mark: string): void {
  for (const pid of childrenOf('self')) if (environmentOf(pid).includes(`JUST_PRS_CALL=${mark}`)) endTree(pid);
}

function endTree(pid: string): void {
  const children = childrenOf(pid);
  try {
    process.kill(Number(pid), 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
  for (const child of children) endTree(child);
}

function childrenOf(pid: string): readonly string[] {
  return attempt(() => readdirSync(`/proc/${pid}/task`), []).flatMap((thread) =>
    attempt(() => readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1'), '')
      .split(' ')
      .filter((child) => child !== ''),
  );
}

const environmentOf = (pid: string): string => attempt(() => readFileSync(`/proc/${pid}/environ`, 'latin1'), '');

function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
