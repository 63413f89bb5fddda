/** Results go to any program, as JSON lines on its standard input; what it prints is shown. */
import type { FormPlan } from './form.ts';
import { type Line, plural } from './present.ts';
import type { AppEvent } from './state.ts';

/** What a program answered. */
export interface PipeAnswer {
  readonly stdout: string;
  readonly stderr: string;
  /** Whether more was printed than is kept. */
  readonly isCut: boolean;
  readonly exitCode: number;
}

export const pipeForm = (results: number): FormPlan<AppEvent> => ({
  title: `${plural(results, 'result')} as JSON lines to a program of yours; no shell: quotes only group words`,
  fields: [{ id: 'command', label: 'Command', placeholder: 'such as jq -r .pgs_id, or wc -l' }],
  submit: ({ command }) =>
    command === ''
      ? { type: 'problem', id: 'command', text: 'Type a command, or leave with esc.' }
      : { type: 'pipe_asked', commandLine: command },
});

/** What was printed, then what was complained about, then how it ended if not well. */
export function presentAnswer({ stdout, stderr, isCut, exitCode }: PipeAnswer): readonly Line[] {
  const lines = (text: string, tone: Line['tone']): readonly Line[] =>
    text === ''
      ? []
      : text
          .replace(/\n$/, '')
          .split('\n')
          .map((line) => ({ text: line, tone }));
  const said = [...lines(stdout, 'plain'), ...lines(stderr, 'warn')];
  return [
    ...(said.length === 0 ? [{ text: 'It printed nothing.', tone: 'dim' as const }] : said),
    ...(isCut ? [{ text: 'It printed more than is shown here.', tone: 'warn' as const }] : []),
    ...(exitCode === 0 ? [] : [{ text: `It ended with exit code ${exitCode}.`, tone: 'bad' as const }]),
  ];
}
