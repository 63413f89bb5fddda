/** What plugins bring, as the command line and the app use it. */
import { expect, it } from 'vitest';
import type { PluginListener, PrsResult, Session } from '../../src/core/index.ts';
import { openPlugins } from '../../src/plugins/openPlugins.ts';
import { temporaryDirectory, writeFixture } from '../support/genotypes.ts';
import { exporterText } from '../support/pluginHost.ts';

/** The desk of a project with one plugin, and what its host hears. */
function openDesk(text: string) {
  const cwd = temporaryDirectory();
  writeFixture(cwd, 'just-prs-word.ts', text);
  const heard: string[] = [];
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
    hear: () => listenerOf(heard),
  });
  return { desk, heard };
}

const listenerOf = (heard: string[]): PluginListener => ({
  log: (text) => void heard.push(text),
  progress: (done, total) => void heard.push(`${done}/${total}`),
});

async function* none(): AsyncGenerator<PrsResult> {}

const { signal } = new AbortController();

it('is heard by its host and by whoever makes the call', async () => {
  const { desk, heard } = openDesk(exporterText('word', "context.log('begun'); context.progress(1, 2); yield 'a';"));
  const exporter = (await desk.exporters('word')).find(({ id }) => id === 'word');
  const caller: string[] = [];
  for await (const _ of exporter?.write(none(), {}, signal, listenerOf(caller)) ?? []);
  expect(caller).toEqual(['begun', '1/2']);
  expect(heard).toEqual(caller);
});

it('is not called without an option that is required, and the app says where to set it', async () => {
  const { desk } = openDesk(
    exporterText('word', 'yield context.options.word;').replace(
      "description: 'For a test'",
      "description: 'For a test', options: { word: { type: 'string', required: true, example: 'x', description: 'A word.' } }",
    ),
  );
  const exporter = (await desk.exporters('word')).find(({ id }) => id === 'word');
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
