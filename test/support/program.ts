/** The real program as a child process. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { temporaryDirectory } from './genotypes.ts';

export const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramRun {
  readonly env?: Readonly<Record<string, string>>;
  /** A program and its arguments that start ours. */
  readonly through?: readonly string[];
}

const home = temporaryDirectory();
const environment = (env: ProgramRun['env']) => ({ PATH: process.env.PATH ?? '', HOME: home, ...env });

/** Runs the program to its end. */
export function runProgram(argv: readonly string[], { env, through = [] }: ProgramRun = {}): Promise<Answer> {
  const [command, ...rest] = [...through, process.execPath, program, ...argv] as [string, ...string[]];
  return new Promise((resolve) => {
    execFile(command, rest, { env: environment(env), cwd: home }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

/** Starts the program and says nothing about it: to be killed. */
export const startProgram = (argv: readonly string[], env: ProgramRun['env']): ChildProcess =>
  spawn(process.execPath, [program, ...argv], { env: environment(env), cwd: home, stdio: 'ignore' });
