/** Bundles: made from a catalogue, carried, checked, and put into another one. */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { errorData } from '../../src/core/errors.ts';
import { createBundles } from '../../src/core/jobs/bundles.ts';
import type { BundleRequest } from '../../src/core/model/bundle.ts';
import { DEFAULT_NETWORK } from '../../src/core/model/network.ts';
import { createHttpClient } from '../../src/core/net/httpClient.ts';
import { fileOf, manifestOf, writeHostileTar } from '../support/bundle.ts';
import { SMALL_CATALOG, writeCatalog } from '../support/catalog.ts';
import { catalogTree, scoringGzip } from '../support/catalogServer.ts';
import { temporaryDirectory, writeFixture } from '../support/genotypes.ts';

const IDS = ['PGS000001', 'PGS000002'];
const place = (pgs_id: string): string => `scores/${pgs_id}_hmPOS_GRCh38.txt.gz`;

/** The Catalog's files as a directory. */
function writeMirror(): string {
  const directory = temporaryDirectory();
  for (const [path, content] of catalogTree(IDS, 20)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
  return directory;
}

const mirror = writeMirror();
const bundlesOf = (catalogDirectory: string) =>
  createBundles({
    client: createHttpClient({ ...DEFAULT_NETWORK, ebi_url: mirror }, 'test'),
    catalogDirectory,
    toolVersion: '1.2.3',
  });
const requestOf = (bundle: string, more: Partial<BundleRequest> = {}): BundleRequest => ({
  bundle,
  pgs_ids: IDS,
  build: 'GRCh38',
  jobs: 2,
  ...more,
});

const HOM_REF = [
  'pgs_id\tgenome_build\thom_ref_score\thom_ref_palindromic\tn_rows\trows_sha256\treference',
  `PGS000001\tGRCh38\t1.5\t0\t20\t${'a'.repeat(64)}\tGRCh38.2bit`,
  '',
].join('\n');

/** Everything below a directory, with its content. */
function treeOf(directory: string): Record<string, string> {
  const names = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    names.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(directory.length + 1), readFileSync(path, 'latin1')];
    }),
  );
}

async function failureOf(work: Promise<unknown>) {
  return work.then(
    () => null,
    (error) => errorData(error),
  );
}

describe.each([
  ['an archive', 'bundle.tar'],
  ['a directory', 'bundle'],
])('%s', (_, name) => {
  it('carries metadata, scores and constants from one catalogue to another, byte by byte', async () => {
    const from = writeCatalog(SMALL_CATALOG);
    mkdirSync(join(from, 'percentiles'));
    writeFixture(join(from, 'percentiles'), 'reference_distributions.parquet', 'distributions');
    const bundle = join(temporaryDirectory(), name);
    const homRefTable = writeFixture(temporaryDirectory(), 'constants.tsv', HOM_REF);
    const { manifest, warnings } = await bundlesOf(from).create(requestOf(bundle, { homRefTable }));
    expect(manifest.files.map(({ path }) => path)).toEqual([
      'metadata/raw/pgs_all_metadata_efo_traits.csv',
      'metadata/raw/pgs_all_metadata_evaluation_sample_sets.csv',
      'metadata/raw/pgs_all_metadata_performance_metrics.csv',
      'metadata/raw/pgs_all_metadata_publications.csv',
      'metadata/raw/pgs_all_metadata_score_development_samples.csv',
      'metadata/raw/pgs_all_metadata_scores.csv',
      'percentiles/reference_distributions.parquet',
      ...IDS.map(place),
      'reference/hom_ref_constants.tsv',
    ]);
    expect(manifest.files[7]?.score).toEqual({ pgs_id: IDS[0], genome_build: 'GRCh38', rows: 20, license: null });
    expect(warnings).toEqual([]);
    const target = join(temporaryDirectory(), 'catalog');
    const { applied, placements } = await bundlesOf(target).use(bundle, false);
    expect(applied).toBe(true);
    expect(new Set(placements.map(({ status }) => status))).toEqual(new Set(['new']));
    expect(treeOf(target)).toEqual({ ...treeOf(from), 'reference/hom_ref_constants.tsv': HOM_REF });
    const placed = statSync(join(target, place('PGS000001')));
    expect(placed.mode & 0o777).toBe(0o600);
    expect(Math.trunc(placed.mtimeMs)).toBe(manifest.files[7]?.modified_ms);
    const again = await bundlesOf(target).use(bundle, false);
    expect(new Set(again.placements.map(({ status }) => status))).toEqual(new Set(['same']));
  });

  it('takes more scores later, and stays whole', async () => {
    const bundle = join(temporaryDirectory(), name);
    const bundles = bundlesOf(temporaryDirectory());
    await bundles.create(requestOf(bundle, { pgs_ids: ['PGS000001'] }));
    await bundles.add(requestOf(bundle, { pgs_ids: ['PGS000002'] }));
    await bundles.add(requestOf(bundle, { pgs_ids: ['PGS000002'], build: 'GRCh37' }));
    const { manifest } = await bundles.inspect(bundle, true);
    expect(manifest.files.map(({ path }) => path)).toEqual([...IDS.map(place), 'scores/PGS000002_hmPOS_GRCh37.txt.gz']);
    expect(readdirSync(dirname(bundle))).toEqual([name]);
  });

  it('is not there when a score cannot be had, when it is cancelled, and when the name is taken', async () => {
    const directory = temporaryDirectory();
    const bundle = join(directory, name);
    const bundles = bundlesOf(temporaryDirectory());
    const missing = await failureOf(bundles.create(requestOf(bundle, { pgs_ids: ['PGS000001', 'PGS000404'] })));
    expect(missing?.message).toMatch(/^PGS000404: .* does not exist; nothing was bundled\.$/);
    const stop = new AbortController();
    const onProgress = ({ phase }: { phase: string }): void => {
      if (phase === 'Writing the bundle') stop.abort();
    };
    const cancelled = await failureOf(bundles.create(requestOf(bundle), { signal: stop.signal, onProgress }));
    expect(cancelled?.code).toBe('cancelled');
    expect(readdirSync(directory)).toEqual([]);
    writeFileSync(bundle, 'mine');
    expect((await failureOf(bundles.create(requestOf(bundle))))?.message).toBe(`${bundle} exists already.`);
    expect(readFileSync(bundle, 'utf8')).toBe('mine');
  });

  it('is told apart from a damaged one by every byte', async () => {
    const bundle = join(temporaryDirectory(), name);
    const bundles = bundlesOf(temporaryDirectory());
    await bundles.create(requestOf(bundle));
    const file = name === 'bundle' ? join(bundle, place('PGS000002')) : bundle;
    const whole = readFileSync(file);
    const target = temporaryDirectory();
    const at = name === 'bundle' ? 30 : whole.indexOf(scoringGzip('PGS000002', 'GRCh38', 20).subarray(0, 200)) + 30;
    const broken = Buffer.from(whole);
    broken[at] = (broken[at] as number) ^ 1;
    writeFileSync(file, broken);
    expect((await failureOf(bundlesOf(target).use(bundle, true)))?.message).toContain('the checksum differs');
    for (const bytes of [whole.length - 1100, 700, 100]) {
      writeFileSync(file, whole.subarray(0, Math.max(10, Math.min(bytes, whole.length - 10))));
      expect((await failureOf(bundles.inspect(bundle, true)))?.code).toBe('bad_bundle');
      expect((await failureOf(bundlesOf(target).use(bundle, true)))?.code).toBe('bad_bundle');
    }
    expect(readdirSync(target)).toEqual([]);
  });
});

it('tells what is odd about the scores that it takes', async () => {
  const from = temporaryDirectory();
  mkdirSync(join(from, 'scores'));
  const text = gunzipSync(scoringGzip('PGS000001', 'GRCh38', 20)).toString();
  writeFileSync(join(from, place('PGS000001')), gzipSync(text.replace('#variants_number=20', '#variants_number=21')));
  const { warnings } = await bundlesOf(from).create(requestOf(join(from, 'b.tar')));
  expect(warnings).toEqual([`${place('PGS000001').slice('scores/'.length)} has 20 variants, but its header says 21.`]);
});

describe('a catalogue that has other files', () => {
  async function setUp() {
    const from = writeCatalog(SMALL_CATALOG);
    const bundle = join(temporaryDirectory(), 'b.tar');
    await bundlesOf(from).create(requestOf(bundle));
    const target = temporaryDirectory();
    await bundlesOf(target).use(bundle, false);
    return { bundle, target };
  }

  it('is told what would be replaced, and keeps it unless allowed', async () => {
    const { bundle, target } = await setUp();
    const [newer, older] = IDS.map((id) => join(target, place(id))) as [string, string];
    appendFileSync(newer, 'more');
    appendFileSync(older, 'more');
    utimesSync(older, 1e9, 1e9);
    const before = treeOf(target);
    const asked = await bundlesOf(target).use(bundle, false);
    expect(asked.applied).toBe(false);
    expect(asked.placements.filter(({ status }) => status !== 'same')).toEqual([
      { path: place('PGS000001'), status: 'replaced', newer: true },
      { path: place('PGS000002'), status: 'replaced', newer: false },
    ]);
    expect(treeOf(target)).toEqual(before);
    expect((await bundlesOf(target).use(bundle, true)).applied).toBe(true);
    expect(readFileSync(newer)).toEqual(scoringGzip('PGS000001', 'GRCh38', 20));
  });

  it('never has sheets of two releases', async () => {
    const { bundle, target } = await setUp();
    const raw = join(target, 'metadata', 'raw');
    writeFileSync(join(raw, 'pgs_all_metadata_scores.csv'), 'another release\n');
    writeFileSync(join(raw, 'pgs_all_metadata_cohorts.csv'), 'of it\n');
    writeFileSync(join(raw, 'notes.txt'), 'mine\n');
    const { placements } = await bundlesOf(target).use(bundle, true);
    expect(placements.filter(({ status }) => status !== 'same').map(({ path, status }) => [path, status])).toEqual([
      ['metadata/raw/pgs_all_metadata_scores.csv', 'replaced'],
      ['metadata/raw/pgs_all_metadata_cohorts.csv', 'removed'],
    ]);
    expect(readFileSync(join(raw, 'pgs_all_metadata_scores.csv'), 'utf8')).toBe(SMALL_CATALOG.scores);
    expect(existsSync(join(raw, 'pgs_all_metadata_cohorts.csv'))).toBe(false);
    expect(existsSync(join(raw, 'notes.txt'))).toBe(true);
  });
});

describe('a hostile bundle', () => {
  const SCORE = place('PGS000001');
  const good = fileOf(SCORE, 'text');
  const written = (manifest: unknown): string => JSON.stringify(manifest);
  const files = written(manifestOf([good]));

  /** Uses a bundle in a folder of its own; nothing may appear in or beside it. */
  async function refusalOf(bundle: string): Promise<string> {
    const around = temporaryDirectory();
    const target = join(around, 'catalog');
    mkdirSync(target);
    const failure = await failureOf(bundlesOf(target).use(bundle, true));
    expect(failure?.code).toBe('bad_bundle');
    expect(readdirSync(around)).toEqual(['catalog']);
    expect(readdirSync(target)).toEqual([]);
    return failure?.message ?? '';
  }

  const MANIFESTS: readonly (readonly [string, unknown])[] = [
    ['../evil', manifestOf([fileOf('../evil', 'x')])],
    ['scores/../../evil', manifestOf([fileOf('scores/../../evil', 'x')])],
    ['/tmp/evil', manifestOf([fileOf('/tmp/evil', 'x')])],
    ['scores\\..\\evil', manifestOf([fileOf('scores\\..\\evil', 'x')])],
    ['a hidden file', manifestOf([fileOf('scores/.prsrc', 'x')])],
    ['a folder of its own', manifestOf([fileOf('results/x.ndjson', 'x')])],
    ['a name twice', manifestOf([good, good])],
    ['a name twice, in other letters', manifestOf([good, { ...good, path: 'scores/pgs000001_hmpos_grch38.txt.gz' }])],
    ['a size below zero', manifestOf([{ ...good, bytes: -1 }])],
    ['another version', { ...manifestOf([good]), format_version: 2 }],
    ['no files', { ...manifestOf([]), files: null }],
    ['a list', []],
    ['a date', { ...manifestOf([good]), created_at: '\u001b[2J' }],
  ];
  it.each(MANIFESTS)('is refused for its manifest: %s', async (_, manifest) => {
    const path = join(temporaryDirectory(), 'x.tar');
    expect(await refusalOf(await writeHostileTar(path, [['bundle.json', written(manifest)]]))).toContain(
      'its bundle.json',
    );
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'bundle.json'), written(manifest));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may reach a terminal.
    expect(await refusalOf(directory)).not.toMatch(/[\u0000-\u001f]/);
  });

  it.each([
    [
      'a symbolic link',
      [[{ name: SCORE, type: 'symlink', linkname: '/etc/passwd' }]],
      'not a plain file but a symlink',
    ],
    ['a hard link', [[{ name: SCORE, type: 'link', linkname: '/etc/passwd' }]], 'not a plain file but a link'],
    ['a device', [[{ name: SCORE, type: 'character-device' }]], 'not a plain file but a character-device'],
    [
      'a file outside',
      [
        [SCORE, 'text'],
        ['../evil', 'x'],
      ],
      '../evil is in it, but not in its manifest',
    ],
    [
      'an absolute path',
      [
        [SCORE, 'text'],
        ['/tmp/evil', 'x'],
      ],
      '/tmp/evil is in it, but not in its manifest',
    ],
    [
      'a terminal command',
      [
        [SCORE, 'text'],
        ['\u001b[2Jx', 'x'],
      ],
      '?[2Jx is in it, but not in its manifest',
    ],
    [
      'a file twice',
      [
        [SCORE, 'text'],
        [SCORE, 'text'],
      ],
      `${SCORE} is in it twice`,
    ],
    [
      'two manifests',
      [
        [SCORE, 'text'],
        ['bundle.json', '{}'],
      ],
      'bundle.json is in it twice',
    ],
    ['a missing file', [], `${SCORE} is in its manifest, but not in it`],
    ['a longer file', [[SCORE, 'texts']], 'has 5 bytes, not the 4 of its manifest'],
    ['another file', [[SCORE, 'tixt']], 'the checksum differs'],
  ] as const)('is refused for %s', async (_, entries, sentence) => {
    const path = join(temporaryDirectory(), 'x.tar');
    await writeHostileTar(path, [['bundle.json', files], ...entries]);
    expect(await refusalOf(path)).toContain(sentence);
  });

  it('is refused when a directory leads elsewhere by a link', async () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'bundle.json'), files);
    mkdirSync(join(directory, 'scores'));
    const outside = writeFixture(temporaryDirectory(), 'secret', 'text');
    symlinkSync(outside, join(directory, SCORE));
    expect(await refusalOf(directory)).toContain('is a link that leads out of it');
    rmSync(join(directory, 'scores'), { recursive: true });
    const elsewhere = temporaryDirectory();
    writeFixture(elsewhere, SCORE.slice('scores/'.length), 'text');
    symlinkSync(elsewhere, join(directory, 'scores'));
    expect(await refusalOf(directory)).toContain('is a link that leads out of it');
  });

  it('is refused when it is no tar, is empty, or has no manifest', async () => {
    const directory = temporaryDirectory();
    for (const text of ['', 'a text', 'x'.repeat(5000), '\0'.repeat(2048)])
      expect(await refusalOf(writeFixture(directory, 'x.tar', text))).toContain('x.tar is not a bundle');
    expect(await refusalOf(await writeHostileTar(join(directory, 'y.tar'), [[SCORE, 'text']]))).toContain(
      'no bundle.json',
    );
    const sparse = writeFixture(directory, 'huge.tar', '');
    truncateSync(sparse, 1 << 25);
    expect(await refusalOf(sparse)).toContain('there is no bundle.json in it');
  });
});

describe('a bundle from elsewhere', () => {
  it('may be packed by tar from a directory, with folders and dots, the manifest last', async () => {
    const file = fileOf(place('PGS000001'), 'text');
    const path = await writeHostileTar(join(temporaryDirectory(), 'x.tar'), [
      [{ name: './', type: 'directory' }],
      [{ name: './scores/', type: 'directory' }],
      [`./${file.path}`, 'text'],
      ['./bundle.json', JSON.stringify(manifestOf([file]))],
    ]);
    const target = temporaryDirectory();
    expect((await bundlesOf(target).use(path, false)).applied).toBe(true);
    expect(treeOf(target)).toEqual({ [file.path]: 'text' });
  });

  it('finds its place where a folder of the catalogue is a link', async () => {
    const bundle = join(temporaryDirectory(), 'b.tar');
    await bundlesOf(writeCatalog(SMALL_CATALOG)).create(requestOf(bundle));
    const target = temporaryDirectory();
    const elsewhere = temporaryDirectory();
    symlinkSync(elsewhere, join(target, 'scores'));
    await bundlesOf(target).use(bundle, false);
    expect(readdirSync(elsewhere).sort()).toEqual(IDS.map((id) => place(id).slice('scores/'.length)));
  });

  it('keeps cleaned tables usable: their manifest comes last', async () => {
    const table = fileOf('metadata/scores.parquet', 'new');
    const cleaning = fileOf('metadata/cleaned.json', '{"new":1}');
    const path = await writeHostileTar(join(temporaryDirectory(), 'x.tar'), [
      ['bundle.json', JSON.stringify(manifestOf([table, cleaning]))],
      [table.path, 'new'],
      [cleaning.path, '{"new":1}'],
    ]);
    const target = temporaryDirectory();
    mkdirSync(join(target, 'metadata'));
    writeFixture(join(target, 'metadata'), 'scores.parquet', 'old');
    writeFixture(join(target, 'metadata'), 'performance.parquet', 'old');
    writeFixture(join(target, 'metadata'), 'cleaned.json', '{"new":1}');
    await bundlesOf(target).use(path, true);
    expect(treeOf(target)).toEqual({ [table.path]: 'new', [cleaning.path]: '{"new":1}' });
  });
});
