/** The pager and the editor of the user, as PAGER and EDITOR name them. */
import parseArguments from 'string-argv';
import { errorData } from '../core/index.ts';
import { lendTerminal } from './childProgram.ts';

/** A text to read, or a file to edit. */
export type ProgramRequest =
  | { readonly kind: 'pager'; readonly text: string }
  | { readonly kind: 'editor'; readonly path: string };

/** Runs it in the terminal, which must be free; without a shell. Says what went wrong, as a sentence, or null. */
export async function openUserProgram(
  request: ProgramRequest,
  environment: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<string | null> {
  const { variable, commandLine } = chooseProgram(request.kind, environment);
  const [program, ...words] = parseArguments(commandLine);
  if (program === undefined) return `${variable} names no program.`;
  const operands = request.kind === 'pager' ? [] : [request.path];
  try {
    const exitCode = await lendTerminal(
      [program, ...words, ...operands],
      request.kind === 'pager' ? request.text : null,
      signal,
    );
    return exitCode === 0 ? null : `${program} ended with ${exitCode}: ${variable} names another program.`;
  } catch (error) {
    return `${errorData(error).message} ${variable} names another one.`;
  }
}

function chooseProgram(
  kind: ProgramRequest['kind'],
  { PAGER, VISUAL, EDITOR }: Readonly<Record<string, string | undefined>>,
): { readonly variable: string; readonly commandLine: string } {
  if (kind === 'pager') return { variable: 'PAGER', commandLine: PAGER || 'less' };
  return VISUAL ? { variable: 'VISUAL', commandLine: VISUAL } : { variable: 'EDITOR', commandLine: EDITOR || 'vi' };
}
