/** Which plugins are being loaded right now. A note that outlives its process names the plugin that took it down. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

export interface LoadingNotes {
  /** Notes that the plugin at a path is loaded; what is returned takes the note back. */
  begin(path: string): () => void;
  /** Paths of plugins that a process of this machine did not survive. Each is told once. */
  takeDead(): readonly string[];
}

let count = 0;

export function createLoadingNotes(stateDirectory: string): LoadingNotes {
  // A state folder may be shared by machines; only of this one is it known which processes live.
  const prefix = `plugin-loading-${hostname()}-`;
  return {
    begin(path) {
      count += 1;
      const file = join(stateDirectory, `${prefix}${process.pid}-${count}`);
      try {
        mkdirSync(stateDirectory, { recursive: true, mode: 0o700 });
        writeFileSync(file, path, { mode: 0o600 });
      } catch {
        // A full disk must not keep a plugin from working.
      }
      return () => rmSync(file, { force: true });
    },
    takeDead() {
      const dead: string[] = [];
      for (const name of namesIn(stateDirectory)) {
        if (!name.startsWith(prefix) || isAlive(Number.parseInt(name.slice(prefix.length), 10))) continue;
        const file = join(stateDirectory, name);
        dead.push(readFileSync(file, 'utf8'));
        rmSync(file, { force: true });
      }
      return dead;
    },
  };
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
