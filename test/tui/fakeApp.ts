import { NO_FILTERS } from '../../src/core/index.ts';
import { readStateFile, writeStateFile } from '../../src/core/io/stateFile.ts';
import { DEFAULT_POLICIES } from '../../src/core/model/result.ts';
import { runPlain } from '../../src/plain.ts';
import { openUserProgram } from '../../src/plugins/userProgram.ts';
import { runTui } from '../../src/tui.tsx';
import { createFakePlugins, fakePipe } from './fakePlugins.ts';
import { createFakeSession } from './fakeSession.ts';

/** The real app on a made-up session: `FAKE` holds its options as JSON, the first argument a genome. `FAKE_PLAIN` tells it as lines. */
const { FAKE = '{}', FAKE_DEMO, FAKE_MOUSE, FAKE_PLAIN, FAKE_SETTINGS, FAKE_STATE, FAKE_SYMBOLS } = process.env;
const demo = {
  directory: '/fake/demo',
  vcf: '/fake/demo/synthetic.vcf.gz',
  catalogDirectory: '/fake/catalog',
  pgs_ids: [],
  genome_build: 'GRCh38',
  population: 'EUR',
} as const;

/** What the app keeps, in a file as the real session does. */
const stateIn = (path: string | undefined) =>
  path === undefined
    ? {}
    : { readAppState: () => readStateFile(path), writeAppState: (state: unknown) => writeStateFile(path, state) };

const run = FAKE_PLAIN === undefined ? runTui : runPlain;
const exitCode = await run({
  session: { ...createFakeSession(JSON.parse(FAKE)), ...stateIn(FAKE_STATE) },
  settings: {
    filters: NO_FILTERS,
    policies: DEFAULT_POLICIES,
    build: null,
    population: 'EUR',
    keys: {},
    mouse: FAKE_MOUSE !== undefined,
    file: FAKE_SETTINGS ?? null,
  },
  genotypes: process.argv[2],
  demo: FAKE_DEMO === undefined ? undefined : demo,
  toolVersion: '0.1.0',
  symbols: FAKE_SYMBOLS as 'ascii' | undefined,
  plugins: createFakePlugins(),
  pipe: fakePipe,
  openProgram: (request, signal) => openUserProgram(request, process.env, signal),
  normalizedPathFor: (vcf) => `/fake/normalized/${vcf.split('/').at(-1)}.parquet`,
});
process.exit(exitCode);
