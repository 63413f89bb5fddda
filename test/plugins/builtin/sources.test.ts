import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { scoringParquetTask } from '../../../src/core/jobs/scoringParquet.ts';
import type { NetworkOptions } from '../../../src/core/model/network.ts';
import { parseScoringFile } from '../../../src/core/scoring/scoringFile.ts';
import { createSession, type Session } from '../../../src/core/session.ts';
import type { Plugin } from '../../../src/plugins/api.ts';
import { huggingFace, localFiles, pgsCatalog } from '../../../src/plugins/builtin/sources.ts';
import { SMALL_CATALOG, writeCatalog } from '../../support/catalog.ts';
import { startCatalogServer } from '../../support/catalogServer.ts';
import { quietContext, temporaryDirectory, writeFixture } from '../../support/genotypes.ts';
import { startHubServer } from '../../support/hubServer.ts';
import { hasty, hastyHub } from '../../support/network.ts';
import { contextOf } from '../../support/plugins.ts';

async function inSession<T>(
  directory: string,
  network: Partial<NetworkOptions>,
  use: (session: Session) => Promise<T>,
): Promise<T> {
  const session = createSession({ cacheDirectory: directory, toolVersion: 'test', threads: 1, network });
  try {
    return await use(session);
  } finally {
    await session.close();
  }
}

/** The text of a score from the only source of a plugin. */
async function fetchText<Options>(
  plugin: Plugin<Options>,
  id: string,
  build: 'GRCh37' | 'GRCh38' = 'GRCh38',
  options: Partial<Options> = {},
): Promise<string> {
  const chunks: Buffer[] = [];
  const [source] = plugin.sources ?? [];
  if (source === undefined) throw new Error(`${plugin.name} has no source`);
  for await (const chunk of source.fetch(id, build, contextOf(plugin, options))) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

describe('pgs-catalog', () => {
  it('fetches what is missing, keeps it, and gives its text', async () => {
    const server = await startCatalogServer(['PGS000001']);
    const directory = temporaryDirectory();
    const get = () => inSession(directory, hasty(server), (session) => fetchText(pgsCatalog(session), 'pgs000001'));
    const text = await get();
    expect(parseScoringFile(Buffer.from(text), 'x')).toMatchObject({ rows: 300, genome_build: 'GRCh38' });
    expect(await get()).toBe(text);
    expect(server.requests).toHaveLength(1);
  });

  it('says what is wrong with an id, and why a score did not come', async () => {
    const server = await startCatalogServer(['PGS000001']);
    await inSession(temporaryDirectory(), hasty(server), async (session) => {
      await expect(fetchText(pgsCatalog(session), '../PGS000001')).rejects.toThrow('is not a PGS Catalog id');
      await expect(fetchText(pgsCatalog(session), 'PGS000009')).rejects.toThrow('does not exist');
    });
    await inSession(temporaryDirectory(), { offline: true }, async (session) => {
      await expect(fetchText(pgsCatalog(session), 'PGS000001')).rejects.toThrow('offline');
    });
  });

  it('searches the catalogue that is here, without network', async () => {
    const directory = writeCatalog(SMALL_CATALOG);
    await inSession(directory, { offline: true }, async (session) => {
      const plugin = pgsCatalog(session);
      const found = await plugin.sources?.[0]?.search('PGS000001', contextOf(plugin));
      expect(found?.[0]).toMatchObject({ id: 'PGS000001', n_variants: expect.any(Number) });
    });
  });
});

describe('hugging-face', () => {
  const HEADER = '#pgs_id=PGS000001\n#HmPOS_build=GRCh38\n';
  const COLUMNS = 'chr_name\teffect_allele\tother_allele\teffect_weight\thm_chr\thm_pos\n';
  const published = async (header = HEADER): Promise<Buffer> => {
    const path = writeFixture(
      temporaryDirectory(),
      'PGS000001_hmPOS_GRCh38.txt.gz',
      gzipSync(`${header}${COLUMNS}1\tG\tA\t0.5\t1\t5\n`),
    );
    return readFileSync((await scoringParquetTask({ path }, quietContext)).path);
  };
  const PLACE = 'data/scores/PGS000001_hmPOS_GRCh38.parquet';

  it('fetches the Parquet of a score to where compute finds it, once', async () => {
    const hub = await startHubServer();
    hub.publish('just-dna-seq/pgs-catalog', { [PLACE]: await published() });
    const directory = temporaryDirectory();
    const get = () => inSession(directory, hastyHub(hub), (session) => fetchText(huggingFace(session), 'PGS000001'));
    const text = await get();
    expect(parseScoringFile(Buffer.from(text), 'x')).toMatchObject({ rows: 1, genome_build: 'GRCh38' });
    expect(existsSync(join(directory, 'scores', 'PGS000001_hmPOS_GRCh38.parquet'))).toBe(true);
    expect(await get()).toBe(text);
    expect(hub.contentRequests).toHaveLength(1);
  });

  it('keeps nothing that is another score, on another build, or not there', async () => {
    for (const [header, message] of [
      [HEADER.replace('PGS000001', 'PGS000002'), 'it is the score PGS000002'],
      [HEADER.replace('GRCh38', 'GRCh37'), 'it is on GRCh37'],
      [null, 'it has no PGS000001 for GRCh38'],
    ] as const) {
      const hub = await startHubServer();
      const files: Record<string, Buffer> =
        header === null ? { 'README.md': Buffer.from('x') } : { [PLACE]: await published(header) };
      hub.publish('just-dna-seq/pgs-catalog', files);
      const directory = temporaryDirectory();
      await inSession(directory, hastyHub(hub), async (session) => {
        await expect(fetchText(huggingFace(session), 'PGS000001')).rejects.toThrow(message);
      });
      expect(readdirSync(join(directory, 'scores')).filter((name) => name.startsWith('PGS'))).toEqual([]);
    }
  });

  it('opens no socket when offline', async () => {
    const hub = await startHubServer();
    await inSession(temporaryDirectory(), { ...hastyHub(hub), offline: true }, async (session) => {
      await expect(fetchText(huggingFace(session), 'PGS000001')).rejects.toThrow('offline');
    });
    expect(hub.connections()).toBe(0);
  });
});

describe('local-files', () => {
  const folder = temporaryDirectory();
  mkdirSync(join(folder, 'below'));
  writeFixture(folder, 'own.txt', '1\trs1\t5\tG\tA\t0.5\n');
  writeFixture(
    folder,
    'catalogued.txt.gz',
    gzipSync(
      '#pgs_id=PGS000007\n#pgs_name=My score\n#trait_reported=Height\n#genome_build=GRCh38\nchr_name\tchr_position\teffect_allele\teffect_weight\n1\t5\tG\t1\n',
    ),
  );
  writeFixture(folder, 'notes.md', 'nothing');
  renameSync(join(folder, 'notes.md'), join(folder, 'below', 'notes.md'));

  it('lists the files of a folder by what their header says', async () => {
    await inSession(temporaryDirectory(), { offline: true }, async (session) => {
      const plugin = localFiles(session);
      const search = (query: string) => plugin.sources?.[0]?.search(query, contextOf(plugin, { directory: folder }));
      expect(await search('')).toEqual([
        { id: 'catalogued.txt.gz', name: 'My score', trait: 'Height', n_variants: 1 },
        { id: 'own.txt', name: 'own.txt', trait: null, n_variants: null },
      ]);
      expect(await search('height')).toHaveLength(1);
      expect(await plugin.sources?.[0]?.search('', contextOf(plugin))).toEqual([]);
    });
  });

  it('gives scoring files as they are, and weights of other programs as scoring files', async () => {
    await inSession(temporaryDirectory(), { offline: true }, async (session) => {
      const plugin = localFiles(session);
      expect(await fetchText(plugin, 'catalogued.txt.gz', 'GRCh38', { directory: folder })).toContain(
        '#pgs_id=PGS000007',
      );
      const converted = await fetchText(plugin, 'own.txt', 'GRCh38', { directory: folder, build: 'GRCh38' });
      const scoring = parseScoringFile(Buffer.from(converted), 'x');
      expect([scoring.genome_build, [...scoring.weights]]).toEqual(['GRCh38', [0.5]]);
    });
  });

  it('refuses to guess a build, to leave the folder, and to go without one', async () => {
    await inSession(temporaryDirectory(), { offline: true }, async (session) => {
      const plugin = localFiles(session);
      for (const [id, options, message] of [
        ['own.txt', { directory: folder }, 'does not say its genome build, and GRCh38 is asked for'],
        ['own.txt', { directory: folder, build: 'GRCh37' }, 'does not say its genome build'],
        ['../own.txt', { directory: join(folder, 'below') }, 'is no scoring file of'],
        ['own.txt', {}, 'needs the option directory'],
        ['none.txt', { directory: folder }, 'does not exist'],
      ] as const)
        await expect(fetchText(plugin, id, 'GRCh38', options)).rejects.toThrow(message);
    });
  });
});
