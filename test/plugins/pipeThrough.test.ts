import { describe, expect, it } from 'vitest';
import { pipeThrough } from '../../src/plugins/pipeThrough.ts';

async function* lines(count: number): AsyncGenerator<string> {
  for (let line = 0; line < count; line++) yield `{"pgs_id":"PGS${line}","score":${line}}\n`;
}
const never = new AbortController().signal;
const node = (code: string): string => `'${process.execPath}' -e '${code}'`;

describe('a pipe', () => {
  it('hands lines to a program and gives back what it prints', async () => {
    expect(await pipeThrough('wc -l', lines(1000), never)).toEqual({
      stdout: expect.stringMatching(/^\s*1000\n$/),
      stderr: '',
      isCut: false,
      exitCode: 0,
    });
    const { stdout } = await pipeThrough(`grep -c '"PGS7"'`, lines(100), never);
    expect(stdout).toBe('1\n');
  });

  it('gives nothing a meaning but quotes: there is no shell', async () => {
    const { stdout } = await pipeThrough('echo $HOME > "a b" ; id | cat', lines(1), never);
    expect(stdout).toBe('$HOME > a b ; id | cat\n');
  });

  it('takes a program that reads only a part for a success', async () => {
    const { stdout, exitCode } = await pipeThrough('head -n 1', lines(500_000), never);
    expect(stdout).toBe('{"pgs_id":"PGS0","score":0}\n');
    expect(exitCode).toBe(0);
  });

  it('says how a program failed', async () => {
    const answer = await pipeThrough(node('console.error(`no`); process.exit(3)'), lines(1), never);
    expect(answer).toMatchObject({ exitCode: 3, stderr: 'no\n' });
    expect(await pipeThrough(node('process.kill(process.pid, 9)'), lines(1), never)).toMatchObject({ exitCode: 137 });
  });

  it.each([
    ['no-such-program --x', 'There is no program "no-such-program".'],
    ['/usr', '"/usr" may not be run.'],
    ['   ', 'There is no command to pipe through.'],
  ])('refuses %j in a sentence', async (command, message) => {
    await expect(pipeThrough(command, lines(1), never)).rejects.toMatchObject({ message, exitCode: 2 });
  });

  it('keeps the start of an answer without end, in little memory', async () => {
    const before = process.memoryUsage().arrayBuffers;
    const { stdout, isCut } = await pipeThrough(
      node('for (let i = 0; i < 3e5; i++) console.log(`x`.repeat(200))'),
      lines(1),
      never,
    );
    expect(stdout.length).toBe(1 << 20);
    expect(isCut).toBe(true);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(60 << 20);
  });

  it('tells a failure of the rows themselves', async () => {
    async function* broken(): AsyncGenerator<string> {
      yield 'one\n';
      throw new Error('the exporter failed');
    }
    await expect(pipeThrough('cat', broken(), never)).rejects.toThrow('the exporter failed');
  });

  it('ends a program that will not end, and what it started', async () => {
    const stubborn = 'process.on(`SIGTERM`, () => {}); setInterval(() => {}, 1000); console.log(process.pid)';
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 500);
    const begun = performance.now();
    await expect(pipeThrough(node(stubborn), lines(1), abort.signal)).rejects.toMatchObject({ code: 'cancelled' });
    expect(performance.now() - begun).toBeLessThan(8000);
  });
});
