import { copyFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findNormalized } from '../../src/core/jobs/findNormalized.ts';
import { NO_FILTERS } from '../../src/core/model/vcf.ts';
import { temporaryDirectory, vcfText, writeFixture } from '../support/genotypes.ts';
import { createNormalizer } from '../support/normalize.ts';

const normalizeFile = createNormalizer();
const directory = temporaryDirectory();
const vcf = writeFixture(directory, 'genome.vcf', vcfText(['1 10 A G 0/1', '1 20 C T 1/1']));
const output = join(directory, 'genome.parquet');
const request = { vcf, output, filters: NO_FILTERS };

it('finds what was made of this file, with these filters, for this sample, by this version', async () => {
  expect(await findNormalized(request, '0')).toBeNull();
  const report = await normalizeFile(request);
  const version = report.tool_version;
  expect(await findNormalized(request, version)).toEqual(report);
  expect(await findNormalized({ ...request, sample: report.sample }, version)).toEqual(report);
  expect(await findNormalized({ ...request, sample: 'other' }, version)).toBeNull();
  expect(await findNormalized({ ...request, filters: { ...NO_FILTERS, min_qual: 30 } }, version)).toBeNull();
  expect(await findNormalized(request, `${version}1`)).toBeNull();
});

it('does not take a file for its older self, nor anything else for a normalised genome', async () => {
  const { tool_version } = await normalizeFile(request);
  const other = join(directory, 'other.vcf');
  copyFileSync(vcf, other);
  expect(await findNormalized({ ...request, vcf: other }, tool_version)).toBeNull();
  utimesSync(vcf, 1, 1);
  expect(await findNormalized(request, tool_version)).toBeNull();
  writeFileSync(output, 'no Parquet');
  expect(await findNormalized(request, tool_version)).toBeNull();
});
