/** The plugins of `plugins/`, as users get them: found, allowed, and run by the host. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import type { ResultRow } from '../../src/plugins/api.ts';
import { sampleRow, sampleRows } from '../../src/plugins/sampleRows.ts';
import { temporaryDirectory, writeFixture } from '../support/genotypes.ts';
import { exportBy, openPlace } from '../support/pluginHost.ts';
import { runProgram } from '../support/program.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const isInstalled = (...command: readonly [string, ...string[]]): boolean => {
  try {
    execFileSync(command[0], command.slice(1), { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
const hasPython = isInstalled('python3', '--version');
const hasR = isInstalled('Rscript', '--version');

/** The host of a project that is ours, with one of its plugins allowed. */
async function allow(name: string, options: Readonly<Record<string, string | number>> = {}) {
  const { host } = openPlace({}, { cwd: root, limits: { seconds: 10, memoryMb: 64 } });
  const { description } = await host.allow(name);
  const usual = Object.entries(description?.options ?? {}).map(([option, declared]) => [option, declared.default]);
  const plugins = await host.ready();
  return { plugins, host, options: { ...Object.fromEntries(usual), ...options } };
}

async function exported(name: string, rows: readonly ResultRow[], options = {}): Promise<string> {
  const { plugins, options: values } = await allow(name, options);
  return exportBy(plugins, name, rows, { options: values });
}

describe('plugins/', () => {
  it('are found and wait; nothing else is said about them', async () => {
    const { host } = openPlace({}, { cwd: root });
    const found = (await host.list()).filter(({ origin }) => origin === 'folder');
    expect(found.map(({ name, status, warnings }) => [name, status.state, warnings])).toEqual([
      ['coverage-plot', 'waiting', []],
      ['fhir', 'waiting', []],
      ['forest-plot', 'waiting', []],
      ['min-overlap', 'waiting', []],
    ]);
  });

  it('begin with what they are and how to try them', () => {
    for (const file of [
      'coverage-plot/coverage_plot.R',
      'fhir/index.ts',
      'forest-plot/forest_plot.py',
      'min-overlap/min_overlap.sh',
    ])
      expect(
        readFileSync(join(root, 'plugins', file), 'utf8')
          .split('\n')
          .slice(0, 4)
          .join('\n'),
      ).toContain('Try it: just-prs-tui ');
  });

  it('are given their options by name on the command line', async () => {
    const results = writeFixture(temporaryDirectory(), 'results.json', JSON.stringify([sampleRow()]));
    const answer = await runProgram(
      ['export', results, '--format', 'fhir', '--allow-plugin', 'fhir', '--option', 'subject=Patient/42'],
      { through: ['sh', '-c', 'cd "$0" && exec "$@"', root] },
    );
    expect(answer.stderr).toBe('');
    expect(JSON.parse(answer.stdout).subject).toEqual({ reference: 'Patient/42' });
  });
});

describe('fhir', () => {
  it('writes an Observation a line, and says why a number is not known', async () => {
    const nothing = { trait_reported: null, percentile: null, z_score: null, withheld: [] };
    const rows = [sampleRow(), sampleRow({ ...nothing, pgs_id: 'PGS000002' }), ...sampleRows(298)];
    const [usual, unknown, ...rest] = (await exported('fhir', rows))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rest).toHaveLength(298);
    expect(usual).toEqual({
      resourceType: 'Observation',
      status: 'preliminary',
      category: [
        { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] },
      ],
      code: {
        coding: [{ system: 'https://www.pgscatalog.org/score/', code: 'PGS000001' }],
        text: 'Polygenic score PGS000001: Breast cancer',
      },
      subject: { display: 'S1' },
      valueQuantity: { value: 1.25, unit: 'sum of effect weights', system: 'http://unitsofmeasure.org', code: '1' },
      component: [
        ['Percentile', 84.13, '{percentile}'],
        ['Weight coverage', 75, '%'],
        ['Variants matched', 8, '1'],
        ['Variants of the score', 10, '1'],
      ].map(([text, value, unit]) => ({
        code: { text },
        valueQuantity: { value, unit, system: 'http://unitsofmeasure.org', code: unit },
      })),
      method: {
        text: 'just-prs-tui 0.1.0, GRCh38, percentile: effect-allele frequencies of the scoring file, 8 of 8 variants counted',
      },
      note: [{ text: '2 variants are not in the file.' }],
    });
    expect(unknown.component[0]).toEqual({
      code: { text: 'Percentile' },
      dataAbsentReason: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/data-absent-reason', code: 'unknown' }],
        text: 'No reference distribution.',
      },
    });
    expect(unknown.code.text).toBe('Polygenic score PGS000002');
  });

  it('marks made-up data as such', async () => {
    const said = JSON.parse(await exported('fhir', [sampleRow({ synthetic: true })]));
    expect(said.meta.tag[0].code).toBe('HTEST');
  });
});

describe.skipIf(!hasPython)('forest-plot (needs python3)', () => {
  it('draws each score at its percentile, with a band where the result tells one', async () => {
    const rows = [
      sampleRow(),
      sampleRow({ percentile: null, percentile_method: 'unavailable', z_score: null }),
      sampleRow({ expected_variance_share: 0 }),
      sampleRow({ pgs_id: 'PGS000004', trait_reported: 'Körpergröße, "身長"\n🧬; =1+1' }),
      sampleRow({ expected_variance_share: null }),
    ];
    const svg = await exported('forest-plot', rows);
    const { document } = new JSDOM(svg, { contentType: 'image/svg+xml' }).window;
    expect(document.querySelector('parsererror')).toBeNull();
    // x = 330 + 5 × percentile.
    const dots = [...document.querySelectorAll('circle')].map((dot) => dot.getAttribute('cx'));
    expect(dots).toEqual(['750.6', '750.6', '750.6', '750.6']);
    // z = 1 and s = 0.64: 0.8 ± 1.96 × 0.6, from −0.376 (35.3 %) to 1.976 (97.6 %).
    const bands = [...document.querySelectorAll('line[stroke="#555"]')].map((line) => [
      line.getAttribute('x1'),
      line.getAttribute('x2'),
    ]);
    expect(bands).toEqual([
      ['506.7', '818.0'],
      ['506.7', '818.0'],
    ]);
    expect(svg).toContain('no percentile: no reference distribution');
    expect([...document.querySelectorAll('title')].map((title) => title.textContent)).toContain(
      'PGS000004  Körpergröße, "身長"\n🧬; =1+1',
    );
  });

  it('draws so many at most, and says so', async () => {
    const { plugins, options } = await allow('forest-plot', { most: 3 });
    const svg = await exportBy(plugins, 'forest-plot', sampleRows(50), { options });
    expect(svg.match(/<title>/g)).toHaveLength(3);
  });
});

describe.skipIf(!hasR)('coverage-plot (needs Rscript)', () => {
  it('writes a PDF with so many scores a page', async () => {
    const pagesOf = (pdf: string): number | undefined => pdf.match(/\/Type \/Page /g)?.length;
    const pdf = await exported('coverage-plot', sampleRows(90));
    expect(pdf.slice(0, 5)).toBe('%PDF-');
    expect(pagesOf(pdf)).toBe(3);
    expect(pagesOf(await exported('coverage-plot', sampleRows(90), { per_page: 90 }))).toBe(1);
    expect(pagesOf(await exported('coverage-plot', []))).toBe(1);
  }, 60_000);
});

describe('min-overlap', () => {
  it('tells by its rule alone, whatever a name is made of', async () => {
    const { plugins, options } = await allow('min-overlap');
    const [{ interpreters = [] }] = plugins;
    const rows = [
      sampleRow({ match_rate: 0.75 }),
      sampleRow({ match_rate: 0.7499 }),
      sampleRow({ pgs_id: 'my "own" \\ score' }),
    ];
    const context = { options, signal: new AbortController().signal, log: () => {}, progress: () => {} };
    const said = await interpreters[0].interpret(rows, context);
    expect(said.map(({ pgs_id, tier }) => [pgs_id, tier])).toEqual([
      ['PGS000001', 'moderate'],
      ['PGS000001', 'very-low'],
      ['my "own" \\ score', 'moderate'],
    ]);
    expect(said[0].summary).toBe('75.0 % of its variants were matched; the rule asks for 75.0 %.');
  });
});
