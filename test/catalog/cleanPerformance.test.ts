import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { majoritySuperpopulation, splitLabels, superpopulationOf } from '../../src/core/catalog/ancestryLabels.ts';
import { pickBestPerformance, sortByEvidence } from '../../src/core/catalog/bestPerformance.ts';
import { cleanPerformance } from '../../src/core/catalog/cleanPerformance.ts';
import { parseSheet } from '../../src/core/catalog/sheets.ts';
import type { Evaluation } from '../../src/core/model/catalog.ts';

const SAMPLES =
  'PGS Sample Set (PSS),Polygenic Score (PGS) ID,Number of Individuals,Number of Cases,Number of Controls,Broad Ancestry Category,Cohort(s)\n';
const PERFORMANCE =
  'PGS Performance Metric (PPM) ID,Evaluated Score,PGS Sample Set (PSS),Publication (PMID),Odds Ratio (OR),Beta,Other Metric(s),PGS Performance: Other Relevant Information\n';
const clean = (performance: string, samples: string) =>
  cleanPerformance(parseSheet(PERFORMANCE + performance), parseSheet(SAMPLES + samples));

describe('cleanPerformance', () => {
  test('metrics become numbers, and absent columns null', () => {
    const [row] = clean('PPM1,PGS000001,PSS1,12345.0,"1.55 [1.52,1.58]",nonsense,R² = 0.1,note\n', '');
    expect(row).toEqual({
      ppm_id: 'PPM1',
      pgs_id: 'PGS000001',
      pss_id: 'PSS1',
      pgp_id: null,
      trait_reported: null,
      covariates: null,
      pmid: 12345,
      doi: null,
      or_estimate: 1.55,
      or_ci_lower: 1.52,
      or_ci_upper: 1.58,
      or_se: null,
      ...Object.fromEntries(
        ['hr', 'beta', 'auroc', 'cindex'].flatMap((name) =>
          ['estimate', 'ci_lower', 'ci_upper', 'se'].map((field) => [`${name}_${field}`, null]),
        ),
      ),
      n_individuals: null,
      n_cases: null,
      n_controls: null,
      ancestry_broad: null,
      ancestry_sizes: null,
      other_metrics: 'R² = 0.1',
    });
  });

  test('sizes of a sample set add up, its ancestries are all kept, the first one names it', () => {
    const [row] = clean(
      'PPM1,PGS000001,PSS1,,,,,\n',
      'PSS1,PGS000001,100,10.0,90.0,African unspecified,A\n' +
        'PSS1,PGS000001,700,20.0,,European,A\n' +
        'PSS1,PGS000001,50,,,European,B\n' +
        'PSS2,PGS000001,9,,,European,B\n',
    );
    expect(row).toMatchObject({
      n_individuals: 850,
      n_cases: 30,
      n_controls: 90,
      ancestry_broad: 'African unspecified',
      ancestry_sizes: '{"European":750,"African unspecified":100}',
    });
  });

  test('a sample that the sheet repeats, for the same or for another score, counts once', () => {
    const [row] = clean(
      'PPM1,PGS000001,PSS1,,,,,\n',
      'PSS1,PGS000001,100,10.0,90.0,European,A\nPSS1,PGS000001,100,10.0,90.0,European,A\nPSS1,PGS000002,100,10.0,90.0,European,A\n',
    );
    expect(row).toMatchObject({ n_individuals: 100, n_cases: 10 });
  });

  test('cases that nobody counted are unknown, not none', () => {
    const [row] = clean('PPM1,PGS000001,PSS1,,,,,\n', 'PSS1,PGS000001,100,,,European,A\n');
    expect(row).toMatchObject({ n_individuals: 100, n_cases: null, n_controls: null });
  });

  test('rows keep their number and order, also without a sample set', () => {
    const rows = clean('PPM2,PGS000001,PSS9,,,,,\nPPM1,PGS000001,,,,,,\nPPM1,PGS000001,,,,,,\n', '');
    expect(rows.map(({ ppm_id }) => ppm_id)).toEqual(['PPM2', 'PPM1', 'PPM1']);
  });

  test('another sheet is refused by name', () => {
    expect(() => cleanPerformance(parseSheet('a,b\n1,2\n'), parseSheet(SAMPLES))).toThrow(
      /^performance sheet is not a sheet .* "PGS Performance Metric \(PPM\) ID"/,
    );
  });
});

describe('ancestry labels', () => {
  test.each([
    ['European', 'EUR'],
    ['African American or Afro-Caribbean', 'AFR'],
    ['African unspecified, Sub-Saharan African', 'AFR'],
    ['South East Asian', 'EAS'],
    ['Greater Middle Eastern (Middle Eastern, North African or Persian)', null],
    ['European, East Asian', null],
    ['European, NR', null],
    ['Asian unspecified', null],
    ['', null],
  ])('%s is %s', (label, expected) => {
    expect(superpopulationOf(label)).toBe(expected);
  });

  test('a comma within parentheses does not split', () => {
    expect(splitLabels('European, Greater Middle Eastern (Middle Eastern, North African or Persian), NR')).toEqual([
      'European',
      'Greater Middle Eastern (Middle Eastern, North African or Persian)',
      'NR',
    ]);
  });

  test.each([
    ['{"European":51,"NR":49}', 'EUR'],
    ['{"European":50,"East Asian":50}', null],
    ['{"Sub-Saharan African":30,"African unspecified":30,"European":40}', 'AFR'],
    ['{"European":0}', 'SAS'],
    [null, 'SAS'],
    ['not json', 'SAS'],
  ])('%s of a set named South Asian is %s', (ancestry_sizes, expected) => {
    expect(majoritySuperpopulation({ ancestry_broad: 'South Asian', ancestry_sizes })).toBe(expected);
  });
});

/** `ppm people ancestry [columns with a value]`. */
function evaluation(text: string): Evaluation {
  const [ppm, people, ancestry, ...columns] = text.split(' ');
  const [row] = clean(`PPM${ppm},PGS000001,PSS1,,,,,\n`, `PSS1,PGS000001,${people},,,${ancestry},A\n`);
  return { ...row, ...Object.fromEntries(columns.map((column) => [column, 1])) };
}

describe('the best evaluation', () => {
  const best = (preference: Parameters<typeof pickBestPerformance>[1], ...texts: string[]) =>
    pickBestPerformance(texts.map(evaluation), preference).map(({ ppm_id }) => ppm_id);

  test('has the most individuals', () => {
    expect(best('none', '1 100 European', '2 200 African')).toEqual(['PPM2']);
  });

  test('is in the preferred people, however few', () => {
    expect(best('EUR', '1 100 European', '2 200 African')).toEqual(['PPM1']);
    expect(best('AFR', '1 1000000 European', '2 2 African')).toEqual(['PPM2']);
    expect(best('SAS', '1 100 European', '2 200 African')).toEqual(['PPM2']);
  });

  test('with the bonus, a European one counts a million more', () => {
    expect(best('european_bonus', '1 1 European', '2 1000000 African')).toEqual(['PPM1']);
    expect(best('european_bonus', '1 1 European', '2 1000002 African')).toEqual(['PPM2']);
  });

  test('of equal ones: AUROC or C-index, then an effect size, then the smallest id', () => {
    expect(best('none', '1 9 European or_estimate', '2 9 European cindex_estimate')).toEqual(['PPM2']);
    expect(best('none', '1 9 European', '2 9 European beta_estimate')).toEqual(['PPM2']);
    expect(best('none', '2 9 European', '1 9 European')).toEqual(['PPM1']);
  });

  test('does not depend on the order of the rows', () => {
    const rows = ['1 9 European', '2 9 African auroc_estimate', '3 9 African hr_estimate', '4 8 European'].map(
      evaluation,
    );
    fc.assert(
      fc.property(fc.shuffledSubarray(rows, { minLength: 4 }), fc.constantFrom('none', 'EUR'), (shuffled, people) => {
        const [first] = sortByEvidence(shuffled, people as 'none');
        expect(pickBestPerformance(shuffled, people as 'none')).toEqual([first]);
        expect(first.ppm_id).toBe(people === 'EUR' ? 'PPM1' : 'PPM2');
      }),
    );
  });
});
