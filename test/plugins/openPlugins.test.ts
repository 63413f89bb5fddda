/** What plugins bring, as the command line and the app use it. */
import { expect, it } from 'vitest';
import type { PrsResult, Session } from '../../src/core/index.ts';
import { openPlugins } from '../../src/plugins/openPlugins.ts';
import { temporaryDirectory, writeFixture } from '../support/genotypes.ts';
import { exporterText } from '../support/pluginHost.ts';

it('is not called without an option that is required, and the app says where to set it', async () => {
  const cwd = temporaryDirectory();
  writeFixture(
    cwd,
    'just-prs-word.ts',
    exporterText('word', 'yield context.options.word;').replace(
      "description: 'For a test'",
      "description: 'For a test', options: { word: { type: 'string', required: true, example: 'x', description: 'A word.' } }",
    ),
  );
  const desk = openPlugins({
    session: {} as Session,
    cwd,
    configDirectory: cwd,
    listed: [{ where: `${cwd}/.prsrc`, entry: './just-prs-word.ts' }],
    stateDirectory: temporaryDirectory(),
    path: '',
    isOff: false,
    only: null,
    allowOnce: ['just-prs-word'],
    limits: { seconds: 20, memoryMb: 64 },
    hear: () => ({ log: () => {}, progress: () => {} }),
  });
  const exporter = (await desk.exporters('word')).find(({ id }) => id === 'word');
  async function* none(): AsyncGenerator<PrsResult> {}
  const { signal } = new AbortController();
  expect(() => exporter?.write(none(), {}, signal)).toThrow(
    expect.objectContaining({
      message: 'word needs the option "word".',
      hint: 'Set it with o on the Plugins screen. A word, such as "x".',
    }),
  );
  const chunks = [];
  for await (const chunk of exporter?.write(none(), { word: 'y' }, signal) ?? []) chunks.push(chunk);
  expect(chunks.join('')).toBe('y');
});
