/**
 * Every file of EBI's vcf-validator (https://github.com/EBIvariation/vcf-validator), read for its genotypes: what becomes of
 * each kind. A file is read whole or refused with a sentence; none crashes, hangs or is read in part. Skipped without the
 * data, which is not part of the project.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isPrsError } from '../src/core/errors.ts';
import { readTask } from '../src/core/jobs/normalizeTask.ts';
import { NO_FILTERS } from '../src/core/model/vcf.ts';
import { quietContext, temporaryDirectory } from './support/genotypes.ts';
import { hasRealData, realData } from './support/realData.ts';

const root = join(realData, 'vcf_conformance/vcf-validator');
const scratch = temporaryDirectory();

/** `read` when as many records were read as the text has lines of them, else the code of the refusal. */
async function outcomeOf(path: string): Promise<string> {
  const lines = readFileSync(path, 'latin1').split('\n');
  const records = lines.filter((line) => line.trim() !== '' && !line.startsWith('#')).length;
  const samples = (lines.find((line) => line.startsWith('#CHROM')) ?? '').split('\t').slice(9);
  const sample = samples.length > 1 ? samples[0] : undefined;
  const request = { vcf: path, output: '', filters: NO_FILTERS, sample };
  return readTask({ request, range: null, scratch, prefix: 'part' }, quietContext).then(
    ({ read }) => (read === records ? 'read' : `read ${read} of ${records} records`),
    (error) => (isPrsError(error) ? error.code : `crashed: ${error}`),
  );
}

/** Outcome → number of files, of those whose path passes a test. */
async function countOutcomes(test: (name: string) => boolean): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const names = (readdirSync(root, { recursive: true }) as string[]).filter(
    (name) => name.endsWith('.vcf') && test(name),
  );
  for (const name of names) {
    const outcome = await outcomeOf(join(root, name));
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

const isOfKind = (kind: RegExp) => (name: string) =>
  name.includes('/failed/') && kind.test(name.split('/').pop() ?? '');

describe.skipIf(!hasRealData)('vcf-validator', { timeout: 120_000 }, () => {
  it('files that are valid are read; those without samples hold no genotypes to score', async () => {
    expect(await countOutcomes((name) => name.includes('/passed/') && !/assembly|evidence/.test(name))).toEqual({
      read: 74,
      no_samples: 34,
    });
  });

  /** Kinds of invalid files: what becomes of them, and why those that are read may be. */
  it.each([
    ['INFO is not read, but for END of reference blocks', /_body_(invalid_)?info/, { read: 142 }],
    ['a FILTER is compared as text', /_body_filter/, { read: 22 }],
    ['an ALT that is no sequence equals no allele of a score', /_body_alt|invalid_SV|CNV|STR/, { read: 35 }],
    ['an ID is carried as text', /_body_id/, { read: 14 }],
    ['a contig that is no chromosome has no place in a score', /_body_chrom/, { read: 14 }],
    ['a REF that is no sequence equals no allele of a score', /_body_ref/, { read: 12 }],
    ['a QUAL that is no number is missing, and fails a filter by quality', /_body_qual/, { read: 8 }],
    ['records may come in any order', /_body_(contiguous|unsorted)/, { read: 12 }],
    ['the same variant twice counts where the calls agree', /_body_duplicated/, { read: 16 }],
    ['a call that is malformed or of another ploidy is no call', /_body_(invalid_)?(samples?|format)/, { read: 93 }],
    ['a POS that is no number is refused', /_body_pos/, { bad_record: 12 }],
    [
      'what does not begin as a VCF is refused; declarations may say what they like',
      /_(fileformat|meta)_/,
      { not_vcf: 16, read: 1 },
    ],
  ] as const)('%s', async (_, kind, expected) => {
    // Half of the files have no samples, and are refused for that before anything else.
    const { no_samples: _none, ...rest } = await countOutcomes(isOfKind(kind));
    expect(rest).toEqual(expected);
  });
});
