import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type ScoreFactsInput, scoreFactsTask } from '../../src/core/jobs/scoreFacts.ts';
import { SMALL_CATALOG, writeCatalog, writeSheets } from '../support/catalog.ts';
import { quietContext, temporaryDirectory } from '../support/genotypes.ts';

const read = (change: Partial<ScoreFactsInput> & Pick<ScoreFactsInput, 'catalogDirectory'>) =>
  scoreFactsTask({ population: 'EUR', pgs_ids: null, ...change }, quietContext);

it('tells what the catalogue knows, by the best evaluation in the people asked for', async () => {
  const catalogDirectory = writeCatalog(SMALL_CATALOG);
  const { release, scores } = await read({ catalogDirectory });
  expect(release).toBe('2022-01-02');
  expect(scores.map(({ pgs_id }) => pgs_id)).toEqual(['PGS000001', 'PGS000002', 'PGS000003']);
  expect(scores[0]).toMatchObject({
    trait_efo_id: 'EFO_0000305',
    pgp_id: 'PGP000001',
    citation: 'Mavaddat N et al. Prediction. JNCI (2015). doi:10.1093/jnci/djv036',
    genome_build: 'GRCh37',
    best: { ppm_id: 'PPM000001', auroc: 0.622, ancestry: 'European', n_individuals: 67054 },
  });
  expect(scores[1]?.best).toBeNull();
  const [african] = (await read({ catalogDirectory, population: 'AFR', pgs_ids: ['PGS000001'] })).scores;
  expect(african?.best).toMatchObject({ ppm_id: 'PPM000002', auroc: 0.58, n_individuals: 500 });
});

it('tells what it can of a catalogue that lacks sheets, and nothing of none', async () => {
  const { scores } = await read({ catalogDirectory: writeCatalog({ scores: SMALL_CATALOG.scores ?? '' }) });
  expect(scores[0]).toMatchObject({ trait_reported: 'Breast cancer', citation: null, best: null });
  expect(await read({ catalogDirectory: temporaryDirectory() })).toEqual({ release: null, scores: [] });
});

it('keeps it in the cache until a sheet changes', async () => {
  const catalogDirectory = writeCatalog(SMALL_CATALOG);
  const cacheDirectory = temporaryDirectory();
  const ask = async () => (await read({ catalogDirectory, cacheDirectory })).scores[0]?.trait_reported;
  expect(await ask()).toBe('Breast cancer');
  const [name] = readdirSync(join(cacheDirectory, 'facts'));
  const kept = join(cacheDirectory, 'facts', name as string);
  expect(statSync(kept).mode & 0o777).toBe(0o600);
  // It is the kept one that is read: what is changed there shows.
  const facts = { release: null, scores: [{ pgs_id: 'PGS000001', trait_reported: 'kept' }] };
  writeFileSync(kept, JSON.stringify(facts));
  expect(await ask()).toBe('kept');
  writeFileSync(kept, 'cut of');
  expect(await ask()).toBe('Breast cancer');
  writeSheets(catalogDirectory, { scores: SMALL_CATALOG.scores?.replace('Breast cancer', 'Mammary cancer') ?? '' });
  expect(await ask()).toBe('Mammary cancer');
});
