import { expect, it } from 'vitest';
import { CATALOG_TABLES } from '../../src/core/model/catalog.ts';
import { createSession } from '../../src/core/session.ts';
import { SMALL_CATALOG, writeCatalog } from '../support/catalog.ts';

function open(catalogDirectory: string) {
  return createSession({ cacheDirectory: catalogDirectory, catalogDirectory, toolVersion: 'test', threads: 1 });
}

it('shows every cleaned table with all its columns as text', async () => {
  const session = open(writeCatalog(SMALL_CATALOG));
  try {
    const sizes: Record<string, number> = {};
    for (const { key } of CATALOG_TABLES) {
      const table = await session.readTable(key, 'EUR');
      expect(table.total).toBe(table.rows.length);
      for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
      sizes[key] = table.total;
    }
    expect(sizes).toEqual({
      cleaned_scores: 3,
      cleaned_performance: 2,
      cleaned_best_performance: 1,
      cleaned_publications: 2,
      cleaned_development: 1,
      cleaned_traits: 4,
    });
    const { columns, rows } = await session.readTable('cleaned_traits', 'EUR');
    expect(columns).toEqual(['efo_id', 'label', 'n_scores', 'pgs_ids', 'description', 'url']);
    expect(rows[0]).toEqual([
      'EFO_0000305',
      'breast carcinoma',
      '1',
      'PGS000001',
      'A carcinoma of the breast.',
      'http://www.ebi.ac.uk/efo/EFO_0000305',
    ]);
    const best = await session.readTable('cleaned_best_performance', 'AFR');
    expect(best.rows[0][best.columns.indexOf('ppm_id')]).toBe('PPM000002');
    expect(best.rows[0][best.columns.indexOf('covariates')]).toBeNull();
  } finally {
    await session.close();
  }
});

it('tells all of a score with its traits, and null for one that the catalogue does not have', async () => {
  const session = open(writeCatalog(SMALL_CATALOG));
  try {
    const detail = await session.describeScore('pgs000003', 'EUR');
    expect(detail?.traits.map(({ efo_id }) => efo_id)).toEqual(['HP_0002140', 'EFO_0000712']);
    expect(detail?.publications.map(({ pgp_id }) => pgp_id)).toEqual(['PGP000002']);
    expect(await session.describeScore('PGS999999', 'EUR')).toBeNull();
  } finally {
    await session.close();
  }
});
