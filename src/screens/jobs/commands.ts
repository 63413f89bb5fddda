import { type Command, copyText } from '../command.ts';
import { jobUnderCursor } from './jobs.ts';

export const JOB_COMMANDS: readonly Command[] = [
  {
    id: 'job.read',
    title: 'Read all that the job said',
    hint: 'read',
    keys: ['return'],
    where: ['jobs'],
    whenDisabled: ({ jobs }) => (jobs.list.length === 0 ? 'Nothing has run yet.' : null),
    run: ({ dispatch }) => dispatch({ type: 'job_log_opened' }),
  },
  {
    id: 'job.close',
    title: 'Back to all jobs',
    hint: 'back',
    keys: ['escape', 'backspace', 'return'],
    where: ['job_log'],
    run: ({ dispatch }) => dispatch({ type: 'job_log_closed' }),
  },
  {
    id: 'job.cancel',
    title: 'Cancel the job; what is finished is kept',
    hint: 'cancel',
    keys: ['x'],
    where: ['jobs', 'job_log'],
    whenDisabled: ({ jobs }) => (jobUnderCursor(jobs)?.status === 'running' ? null : 'This job does not run.'),
    run({ state, effects }) {
      const job = jobUnderCursor(state.jobs);
      if (job !== undefined) effects.cancelJob(job.id);
    },
  },
  {
    id: 'job.retry',
    title: 'Do the job again as it was asked for',
    hint: 'again',
    keys: ['r'],
    where: ['jobs', 'job_log'],
    whenDisabled({ jobs }) {
      const job = jobUnderCursor(jobs);
      if (job === undefined) return 'Nothing has run yet.';
      return job.status === 'running' ? 'This job runs: x cancels it.' : null;
    },
    run({ state, effects }) {
      const job = jobUnderCursor(state.jobs);
      if (job !== undefined) effects.retryJob(job.id);
    },
  },
  {
    id: 'job.copy',
    title: 'Copy the command line of the job through the terminal (OSC 52)',
    hint: 'copy command',
    keys: ['y'],
    where: ['jobs', 'job_log'],
    whenDisabled: ({ jobs }) =>
      (jobUnderCursor(jobs)?.commandLine ?? null) === null ? 'This job has no command line.' : null,
    run(context) {
      const line = jobUnderCursor(context.state.jobs)?.commandLine;
      if (typeof line === 'string')
        copyText(context, line, 'The command line', 'It stands in the log: enter reads it.');
    },
  },
];
