/** Why the program must end without being asked to by a key. */
export interface SuddenEnd {
  /** 128 + the signal's number, or 1 after a crash. */
  readonly exitCode: number;
  /** What was thrown, when that is the reason. */
  readonly error?: unknown;
}

/** What takes the terminal and gives it back. */
interface Taker {
  enter(): void;
  leave(): void;
}

export interface Signals {
  /** Hands the terminal back to the shell until `fg`. */
  suspend(): void;
  /** Hands the terminal to a program until `use` is done: until then ctrl-c and ctrl-z are its keys. */
  lend<T>(use: () => Promise<T>): Promise<T>;
  dispose(): void;
}

const END_SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGTERM: 15 } as const;
/** The exit code of a program whose terminal was closed: as for SIGHUP. */
const TERMINAL_GONE = 128 + END_SIGNALS.SIGHUP;
/** Where stopping is not possible (no job control) the signal is ignored: come back after this long. */
const SUSPEND_GRACE_MS = 200;

type Listener = (...values: never[]) => void;

/** Restores the terminal, then calls `onEnd` once, whatever ends the program. */
export function watchSignals(taker: Taker, onEnd: (end: SuddenEnd) => void): Signals {
  let isEnding = false;
  let isLent = false;
  const end = (reason: SuddenEnd): void => {
    taker.leave();
    if (isEnding) return;
    isEnding = true;
    onEnd(reason);
  };
  const crash = (error: unknown): void => end({ exitCode: 1, error });
  const terminalGone = (error: NodeJS.ErrnoException): void => {
    if (error.code === 'EPIPE' || error.code === 'EIO') end({ exitCode: TERMINAL_GONE });
    else crash(error);
  };
  const job = createJobControl(taker);

  const stopListening = [
    ...Object.entries(END_SIGNALS).map(([name, number]) =>
      listen(process, name, () => {
        // Typed for the program that has the terminal.
        if (!isLent || (name !== 'SIGINT' && name !== 'SIGQUIT')) end({ exitCode: 128 + number });
      }),
    ),
    listen(process, 'uncaughtException', crash),
    listen(process, 'unhandledRejection', crash),
    listen(process, 'exit', () => taker.leave()),
    listen(process, 'SIGCONT', job.resume),
    listen(process.stdout, 'error', terminalGone),
    listen(process.stdin, 'error', terminalGone),
    listen(process.stdin, 'end', () => end({ exitCode: TERMINAL_GONE })),
  ];
  return {
    suspend: job.suspend,
    async lend(use) {
      isLent = true;
      job.dispose();
      taker.leave();
      try {
        return await use();
      } finally {
        isLent = false;
        if (!isEnding) {
          job.listen();
          taker.enter();
          tellSize();
        }
      }
    },
    dispose() {
      for (const stop of [...stopListening, job.dispose]) stop();
    },
  };
}

function listen(emitter: NodeJS.EventEmitter, event: string, listener: Listener): () => void {
  emitter.on(event, listener as (...values: unknown[]) => void);
  return () => emitter.off(event, listener as (...values: unknown[]) => void);
}

/** SIGWINCH goes to the foreground job only: a resize while we were not that was never told. */
const tellSize = (): void => void process.kill(process.pid, 'SIGWINCH');

interface JobControl {
  suspend(): void;
  resume(): void;
  listen(): void;
  dispose(): void;
}

function createJobControl(taker: Taker): JobControl {
  let isSuspended = false;
  const listenAgain = (): void => void process.on('SIGTSTP', suspend);
  const resume = (): void => {
    if (!isSuspended) return;
    isSuspended = false;
    listenAgain();
    taker.enter();
    tellSize();
  };
  const suspend = (): void => {
    if (isSuspended) return;
    isSuspended = true;
    taker.leave();
    // Without a listener the signal does what it says. The whole group, so that `npx` stops as well.
    process.off('SIGTSTP', suspend);
    process.kill(0, 'SIGTSTP');
    setTimeout(resume, SUSPEND_GRACE_MS);
  };
  listenAgain();
  return { suspend, resume, listen: listenAgain, dispose: () => process.off('SIGTSTP', suspend) };
}
