import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { defaultCacheDirectory, loadSettings, readHubToken, settingsSchema } from '../src/config.ts';
import { DEFAULT_POLICIES } from '../src/core/model/result.ts';
import { temporaryDirectory, writeFixture } from './support/genotypes.ts';

/** An empty project in an empty home. */
function emptyHome(): { cwd: string; home: string; env: Record<string, string> } {
  const home = temporaryDirectory();
  const cwd = join(home, 'project', 'deep');
  mkdirSync(cwd, { recursive: true });
  return { cwd, home, env: { HOME: home } };
}

const load = (place: ReturnType<typeof emptyHome>, flags = {}, env = {}) =>
  loadSettings({ cwd: place.cwd, env: { ...place.env, ...env }, flags });

describe('loadSettings', () => {
  it('has a default for everything', async () => {
    const place = emptyHome();
    expect(await load(place)).toEqual({
      build: null,
      keys: {},
      population: 'EUR',
      filters: { pass_filters: null, min_depth: null, min_qual: null, min_gq: null, sex: null },
      ...DEFAULT_POLICIES,
      color: true,
      plain: false,
      mouse: false,
      symbols: 'auto',
      files: [],
      offline: false,
      download: false,
      ebi_url: 'https://ftp.ebi.ac.uk/pub/databases/spot/pgs',
      rest_url: 'https://www.pgscatalog.org/rest',
      hf_url: 'https://huggingface.co',
      network_timeout: 30,
      network_retries: 4,
      no_plugins: false,
      plugins: [],
      plugin_seconds: 30,
      plugin_memory: 256,
      cache_dir: join(place.home, '.cache', 'just-prs'),
      state_dir: join(place.home, '.local', 'state', 'just-prs-tui'),
    });
  });

  it('takes the word of Ink for a screen reader, when it is one', async () => {
    expect(await load(emptyHome(), {}, { INK_SCREEN_READER: 'true' })).toMatchObject({ plain: true });
    expect(await load(emptyHome(), {}, { INK_SCREEN_READER: 'perhaps' })).toMatchObject({ plain: false });
    expect(await load(emptyHome(), { plain: true })).toMatchObject({ plain: true });
  });

  it('takes flags over environment over project over user', async () => {
    const place = emptyHome();
    mkdirSync(join(place.home, '.config', 'just-prs-tui'), { recursive: true });
    writeFixture(
      join(place.home, '.config', 'just-prs-tui'),
      'prsrc',
      'population: AFR\nbuild: GRCh37\nambiguous: drop\nsample: U\n',
    );
    writeFixture(place.cwd, '.prsrc', 'population: AMR\nbuild: GRCh38\nambiguous: keep\n');
    const settings = await load(place, { population: 'SAS' }, { PRS_POPULATION: 'EAS', PRS_BUILD: 'GRCh37' });
    expect(settings).toMatchObject({ population: 'SAS', build: 'GRCh37', ambiguous: 'keep', sample: 'U' });
  });

  it('adds up the plugins of user and project, each with the file that names it', async () => {
    const place = emptyHome();
    const user = join(place.home, '.config', 'just-prs-tui');
    mkdirSync(user, { recursive: true });
    writeFixture(user, 'prsrc', 'plugins: [just-prs-plugin-a]\nno_plugins: true\n');
    writeFixture(place.cwd, '.prsrc', 'plugins:\n  - { exec: [cat], id: cat }\n');
    const settings = await load(place, {}, { PRS_NO_PLUGINS: '0', PRS_PLUGINS: 'a, b' });
    expect(settings).toMatchObject({ no_plugins: false, only_plugins: ['a', 'b'] });
    expect(settings.plugins).toEqual([
      { where: join(user, 'prsrc'), entry: 'just-prs-plugin-a' },
      { where: join(place.cwd, '.prsrc'), entry: { exec: ['cat'], id: 'cat' } },
    ]);
  });

  it('merges filters key by key', async () => {
    const place = emptyHome();
    writeFixture(
      place.cwd,
      '.prsrc.json',
      '{"filters": {"pass_filters": ["PASS", "."], "min_depth": 10, "sex": "FEMALE"}}',
    );
    const { filters } = await load(place, { filters: { min_depth: 20 } });
    expect(filters).toEqual({
      pass_filters: ['PASS', '.'],
      min_depth: 20,
      min_qual: null,
      min_gq: null,
      sex: 'Female',
    });
  });

  it('takes a memory limit as a size, and says so of anything else', async () => {
    expect((await load(emptyHome(), {}, { PRS_MEM: '1.5GB' })).mem).toBe('1.5GB');
    for (const mem of ['lots', '5', '-1GB'])
      await expect(load(emptyHome(), { mem })).rejects.toMatchObject({
        message: expect.stringContaining('a size such as 2GB or 900MB'),
      });
  });

  it('takes the addresses of the network from a file, a directory beside that file, or the environment', async () => {
    const place = emptyHome();
    writeFixture(place.cwd, '.prsrc', 'ebi_url: mirror\noffline: true\n');
    expect(await load(place)).toMatchObject({ ebi_url: join(place.cwd, 'mirror'), offline: true });
    const variables = { PRS_EBI_URL: 'file:///mirror', PRS_OFFLINE: '0', PRS_REST_URL: 'http://localhost/rest' };
    expect(await load(place, {}, variables)).toMatchObject({
      ebi_url: 'file:///mirror',
      offline: false,
      rest_url: 'http://localhost/rest',
    });
    await expect(load(place, {}, { PRS_EBI_URL: 'ftp://ftp.ebi.ac.uk' })).rejects.toMatchObject({
      message: expect.stringContaining('PRS_EBI_URL: setting "ebi_url" is "ftp://ftp.ebi.ac.uk", but must be'),
    });
    await expect(load(place, {}, { PRS_REST_URL: '/a/directory' })).rejects.toMatchObject({ code: 'bad_setting' });
    await expect(load(place, {}, { PRS_OFFLINE: 'maybe' })).rejects.toMatchObject({ code: 'bad_setting' });
  });

  it('takes the Hub of HF_ENDPOINT, unless PRS_HF_URL names another', async () => {
    const place = emptyHome();
    const HF_ENDPOINT = 'https://mirror.example.org';
    expect(await load(place, {}, { HF_ENDPOINT })).toMatchObject({ hf_url: HF_ENDPOINT });
    const PRS_HF_URL = 'http://localhost:1';
    expect(await load(place, {}, { HF_ENDPOINT, PRS_HF_URL })).toMatchObject({ hf_url: PRS_HF_URL });
    await expect(load(place, {}, { HF_ENDPOINT: 'mirror' })).rejects.toMatchObject({
      message: expect.stringContaining('HF_ENDPOINT: setting "hf_url" is "mirror", but must be'),
    });
  });

  it('finds the token in .env, however it is written there, else in the environment', async () => {
    const { cwd } = emptyHome();
    const read = () => readHubToken({ cwd, env: { HF_TOKEN: 'hf_env' } });
    expect(await read()).toBe('hf_env');
    for (const [text, token] of [
      ['HF_TOKEN=hf_a', 'hf_a'],
      ['X=1\r\n  export HF_TOKEN = hf_b # mine\r\n', 'hf_b'],
      ['HF_TOKEN="hf_c"\n', 'hf_c'],
      ["HF_TOKEN='hf_d' # mine\n", 'hf_d'],
      ['HF_TOKEN=\nX=hf_e\n', 'hf_env'],
      ['# HF_TOKEN=hf_f\nMY_HF_TOKEN=hf_g\n', 'hf_env'],
    ] as const) {
      writeFixture(cwd, '.env', text);
      expect([text, await read()]).toEqual([text, token]);
    }
    expect(await readHubToken({ cwd, env: {} })).toBeUndefined();
  });

  it('reads the key prs of package.json', async () => {
    const place = emptyHome();
    writeFixture(place.cwd, 'package.json', '{"name": "x", "prs": {"population": "EAS"}}');
    expect((await load(place)).population).toBe('EAS');
  });

  it('never runs code from a settings file', async () => {
    const place = emptyHome();
    writeFixture(place.cwd, '.prsrc.js', 'globalThis.wasRun = true; module.exports = {population: "EAS"}');
    writeFixture(place.cwd, 'prs.config.cjs', 'globalThis.wasRun = true; module.exports = {population: "EAS"}');
    expect((await load(place)).population).toBe('EUR');
    expect('wasRun' in globalThis).toBe(false);
  });

  it.each([
    ['filters:\n  min_dept: 3\n', 'filters.min_dept', 'is not known'],
    ['filters:\n  min_depth: many\n', 'filters.min_depth', 'is "many", but must be number'],
    ['build: hg19\n', 'build', 'is "hg19", but must be "GRCh37" or "GRCh38"'],
    ['population: EURO\n', 'population', '"AFR" or "AMR"'],
    ['filters:\n  sex: other\n', 'filters.sex', '"Male" or "Female"'],
    ['filters:\n  min_depth: -1\n', 'filters.min_depth', '>=0'],
    ['[1, 2]\n', '(whole file)', 'keys and values'],
    ['a: [\n', '(whole file)', 'cannot be read'],
    ['filters:\n  pass_filters: []\n', 'filters.pass_filters', 'is an empty list'],
    ['filters:\n  min_qual: .inf\n', 'filters.min_qual', 'finite number'],
    ['filters:\n  min_depth: 1.5\n', 'filters.min_depth', 'a whole number'],
  ])('refuses %j, naming file, key and what is allowed', async (text, key, message) => {
    const place = emptyHome();
    writeFixture(place.cwd, '.prsrc', text);
    const error = (await load(place).catch((e) => e)) as { message: string; code: string; exitCode: number };
    expect(error).toMatchObject({ code: 'bad_setting', exitCode: 2 });
    expect(error.message).toContain(join(place.cwd, '.prsrc'));
    expect(error.message).toContain(`"${key}"`);
    expect(error.message).toContain(message);
  });
});

describe('paths of a settings file', () => {
  it('are relative to that file, and ~ is the home', async () => {
    const place = emptyHome();
    writeFixture(join(place.home, 'project'), '.prsrc', 'cache_dir: cache\nfasta: ~/hg38.fa\ncatalog_dir: /srv/pgs\n');
    expect(await load(place)).toMatchObject({
      cache_dir: join(place.home, 'project', 'cache'),
      fasta: join(place.home, 'hg38.fa'),
      catalog_dir: '/srv/pgs',
    });
  });
});

describe('the environment', () => {
  it('is refused by the name of the variable, with its value', async () => {
    const error = (await load(emptyHome(), {}, { PRS_THREADS: 'two' }).catch((e) => e)) as Error;
    expect(error.message).toContain('PRS_THREADS');
    expect(error.message).toContain('"two"');
  });
});

describe('.prsrc.example', () => {
  const text = readFileSync(fileURLToPath(new URL('../.prsrc.example', import.meta.url)), 'utf8');

  it('is a valid settings file', async () => {
    const place = emptyHome();
    writeFixture(place.cwd, '.prsrc', text);
    expect(await load(place)).toMatchObject({ population: 'EUR', filters: { min_depth: 10 } });
  });

  it('shows every setting', () => {
    for (const key of Object.keys(settingsSchema.entries)) expect(text).toMatch(new RegExp(`^${key}:`, 'm'));
    for (const key of ['pass_filters', 'min_depth', 'min_qual', 'min_gq', 'sex'])
      expect(text).toMatch(new RegExp(`^ {2}${key}:`, 'm'));
  });
});

describe('defaultCacheDirectory', () => {
  it.each([
    [{ HOME: '/h' }, 'linux', '/h/.cache/just-prs'],
    [{ HOME: '/h', XDG_CACHE_HOME: '/x' }, 'linux', '/x/just-prs'],
    [{ HOME: '/h' }, 'darwin', '/h/Library/Caches/just-prs'],
  ] as const)('%j on %s', (env, platform, directory) => expect(defaultCacheDirectory(env, platform)).toBe(directory));
});
