import axe from 'axe-core';
import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import type { PrsResult } from '../../../src/core/index.ts';
import { surenessOf } from '../../../src/plugins/builtin/html/band.ts';
import { htmlReport } from '../../../src/plugins/builtin/html/html.ts';
import { STYLE } from '../../../src/plugins/builtin/html/style.ts';
import { composition, countParts, percent, percentileText } from '../../../src/plugins/builtin/words.ts';
import { exportText } from '../../support/plugins.ts';
import { resultOf } from '../../support/results.ts';

const WITHHELD: Partial<PrsResult> = {
  percentile: null,
  z_score: null,
  percentile_method: 'insufficient_coverage',
  percentile_source: null,
  reference_mean: null,
  reference_std: null,
  withheld: [{ code: 'insufficient_coverage', sentence: 'No percentile: too little of the score was matched.' }],
};
const PANEL: Partial<PrsResult> = {
  percentile_method: 'reference_panel',
  percentile_source: 'a normal distribution with the mean and SD of EUR, 503 people, of the reference distributions',
  ancestry: 'EUR',
  reference_n: 503,
  reference_not_used: null,
  variants_matched: 10,
  weight_mass_matched: 4,
  weight_mass_observed: 4,
  weight_mass_coverage: 1,
  expected_variance_share: 1,
};

const pageOf = async (results: readonly PrsResult[], names: 'show' | 'hide' = 'show') => {
  const text = await exportText(htmlReport, 'html', results, { names });
  return { text, document: new JSDOM(text).window.document };
};
const words = (element: Element | null): string => (element?.textContent ?? '').replace(/\s+/g, ' ');

describe('the report', () => {
  it('tells sample, build, provenance and use, then every score', async () => {
    const { document } = await pageOf([resultOf(), resultOf({ pgs_id: 'PGS000002', ...WITHHELD })]);
    const header = words(document.querySelector('header'));
    for (const fact of ['S1', 'GRCh38', 's1.vcf.gz', 'just-prs-tui 0.1.0', 'research and education only'])
      expect(header).toContain(fact);
    expect(header).not.toContain('/data/');
    expect([...document.querySelectorAll('tbody tr')].map(words)).toEqual([
      'PGS000001Breast cancer84th percentile of the known parttheoretical75.0 %CModerate',
      'PGS000002Breast cancernone giveninsufficient coverage75.0 %CModerate',
    ]);
    const [first, second] = [...document.querySelectorAll('article')].map(words);
    expect(first).toContain('84th percentile');
    expect(first).toContain('OR=1.55 [1.52-1.58]');
    expect(first).toContain('Mavaddat N et al. Title. Journal (2015).');
    expect(first).toContain('Free for research');
    expect(first).toContain('2 variants are not in the file.');
    expect(second).toContain('No percentile: too little of the score was matched.');
    expect(document.querySelectorAll('.bell')).toHaveLength(1);
  });

  it('is the same text for the same results', async () => {
    const { text } = await pageOf([resultOf()]);
    expect((await pageOf([resultOf()])).text).toBe(text);
    expect(text).not.toMatch(/20(2[4-9]|3\d)-\d\d-\d\dT/);
  });

  it('needs no script and nothing from elsewhere', async () => {
    const { text, document } = await pageOf([resultOf(), resultOf(PANEL), resultOf(WITHHELD)]);
    expect(document.querySelectorAll('script, link, img, iframe, object, embed, form, base')).toHaveLength(0);
    const addresses = [...text.matchAll(/(?:\shref=|\ssrc=|url\()["']?([^"')\s>]*)/g)].map(([, address]) => address);
    expect(addresses.length).toBeGreaterThan(3);
    expect(addresses.filter((address) => !address?.startsWith('#'))).toEqual([]);
    expect(text).not.toMatch(/@import|\son\w+=/);
    expect(document.querySelector('meta[http-equiv]')?.getAttribute('content')).toContain("default-src 'none'");
  });

  it('takes whatever files say of themselves for text', async () => {
    const hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>\u202e\u0000';
    const texts = Object.fromEntries(
      Object.entries(resultOf())
        .filter(([, value]) => typeof value === 'string')
        .map(([name]) => [name, hostile]),
    );
    const { document, text } = await pageOf([
      resultOf({
        ...texts,
        percentile_method: 'theoretical',
        genotype_input_mode: 'array',
        trait_reported: hostile,
        warnings: [hostile],
        coverage_reasons: [{ code: hostile, sentence: hostile }],
        license: hostile,
        citation: hostile,
        sample: hostile,
      }),
    ]);
    expect(document.querySelectorAll('script, img, [onerror]')).toHaveLength(0);
    expect(text).not.toContain('\u202e');
    expect(words(document.querySelector('.trait'))).toContain('<script>alert(1)</script>');
  });

  it('leaves names out when asked to', async () => {
    const people = [resultOf({ sample: 'Jane' }), resultOf({ sample: 'John' })];
    expect((await pageOf(people)).text).toContain('PGS000001, sample Jane');
    const { text } = await pageOf(people, 'hide');
    expect(text).not.toMatch(/Jane|John|s1\.vcf|hmPOS|aaaaaaaa/);
    expect(text).toContain('PGS000001, sample 2');
  });

  it('says so in the header when data is synthetic or of another build', async () => {
    const { document } = await pageOf([resultOf({ synthetic: true, build_mismatch: true })]);
    const header = words(document.querySelector('header'));
    expect(header).toContain('Synthetic demo data');
    expect(header).toContain('another genome build');
  });

  it('draws no curve for a percentile guessed from the AUROC', async () => {
    const { document } = await pageOf([
      resultOf({ percentile_method: 'auroc_approx', percentile_source: 'AUROC 0.6' }),
    ]);
    expect(document.querySelector('.bell')).toBeNull();
    expect(words(document.querySelector('article'))).toContain('Perhaps 84th percentile');
    expect(words(document.querySelector('article'))).toContain('Do not rely on it');
  });

  it('puts the sample where its z is, also beyond the axis', async () => {
    const { document } = await pageOf([resultOf(), resultOf({ z_score: -6, percentile: 0 })]);
    const [inside, beyond] = [...document.querySelectorAll('.bell .person')];
    // The axis goes from -4 to +4 in 480 units.
    expect(inside?.getAttribute('x1')).toBe('300');
    expect(beyond?.getAttribute('x1')).toBe('0');
    expect(words(document.querySelectorAll('.bell')[1] ?? null)).toContain('off the axis');
    expect(words(document.querySelectorAll('article')[1] ?? null)).toContain('Below the 1st percentile');
  });

  it('has no result, and says so', async () => {
    expect(words((await pageOf([])).document.querySelector('main'))).toContain('No score was computed.');
  });
});

describe('the coverage bar', () => {
  it('has the shares of the weight, which fill it', async () => {
    const row = resultOf({
      weight_mass_total: 10,
      weight_mass_matched: 9,
      weight_mass_observed: 5,
      weight_mass_reference_block: 1,
      weight_mass_assumed_hom_ref: 1,
      weight_mass_frequency_filled: 2,
    });
    expect(composition(row)).toEqual({
      of: 'weight',
      observed: 0.5,
      restored: 0.2,
      filled: 0.2,
      unknown: expect.closeTo(0.1, 9),
    });
    const { document } = await pageOf([row]);
    const parts = [...document.querySelectorAll('.coverage > svg rect')];
    expect(parts.map((part) => [Number(part.getAttribute('x')), Number(part.getAttribute('width'))])).toEqual([
      [0, 240],
      [240, 96],
      [336, 96],
      [432, 48],
    ]);
  });

  it('does not count a record that was seen and not counted as observed', () => {
    const row = resultOf({ variants_observed: 10, variants_matched: 8, variants_total: 10 });
    expect(countParts(row)).toEqual({ observed: 8, restored: 0, filled: 0, unknown: 2 });
  });

  it('never rounds to all or nothing what is only nearly so', () => {
    expect([1, 0.9999, 0.5, 0.0001, 0].map(percent)).toEqual([
      '100.0\u00a0%',
      '> 99.9\u00a0%',
      '50.0\u00a0%',
      '< 0.1\u00a0%',
      '0.0\u00a0%',
    ]);
  });
});

describe('the band', () => {
  it('is where the complete score would be, given the variance that is known', () => {
    // s = 0.64: mean √0.64 · 1 = 0.8, SD √0.36 = 0.6.
    const band = surenessOf(resultOf())?.band;
    expect(band?.low).toBeCloseTo(0.8 - 1.959964 * 0.6, 9);
    expect(band?.high).toBeCloseTo(0.8 + 1.959964 * 0.6, 9);
  });

  it('is the sampling error of a reference panel for a complete score', () => {
    // z = 1, n = 503: √(1.5 / 503) = 0.05461.
    const sureness = surenessOf(resultOf(PANEL));
    expect(sureness?.band?.high).toBeCloseTo(1 + 1.959964 * Math.sqrt(1.5 / 503), 9);
    expect(sureness?.sentence).toContain('503 people, from the 81st percentile to the 87th percentile');
  });

  it.each<[string, Partial<PrsResult>]>([
    [
      'part of a score compared with a panel is missing',
      { ...PANEL, weight_mass_observed: 3.9, weight_mass_matched: 3.9 },
    ],
    ['something was filled in', { weight_mass_frequency_filled: 0.5 }],
    ['there are no frequencies', { expected_variance_share: null }],
    [
      'nothing is missing, and the error of the frequencies is not known',
      { expected_variance_share: 1, weight_mass_observed: 4 },
    ],
  ])('is not drawn when %s, and the report says so', (_, different) => {
    const sureness = surenessOf(resultOf(different));
    expect(sureness?.band).toBeNull();
    expect(sureness?.sentence).toContain('No band is drawn');
  });
});

it('words percentiles without more digits than there are', () => {
  expect([0.3, 1, 2.4, 3, 11.2, 21, 84.13, 99.4].map(percentileText)).toEqual([
    'below the 1st percentile',
    '1st percentile',
    '2nd percentile',
    '3rd percentile',
    '11th percentile',
    '21st percentile',
    '84th percentile',
    'above the 99th percentile',
  ]);
});

describe('for everybody', () => {
  it('passes the rules of axe', async () => {
    const text = await exportText(htmlReport, 'html', [resultOf(), resultOf(PANEL), resultOf(WITHHELD)]);
    const { window } = new JSDOM(text, { runScripts: 'outside-only' });
    window.eval(axe.source);
    const { axe: inPage } = window as unknown as { axe: typeof axe };
    // The page is laid out nowhere here, so colours are measured below.
    const { violations, passes } = await inPage.run(window.document, {
      rules: { 'color-contrast': { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    expect(passes.length).toBeGreaterThan(20);
  });

  it('has headings in order, and a description of every drawing', async () => {
    const { document } = await pageOf([resultOf(), resultOf(WITHHELD)]);
    const levels = [...document.querySelectorAll('h1,h2,h3,h4')].map(({ tagName }) => Number(tagName[1]));
    expect(levels[0]).toBe(1);
    expect(levels.every((level, i) => i === 0 || level <= (levels[i - 1] ?? 0) + 1)).toBe(true);
    for (const drawing of document.querySelectorAll('svg[role=img]'))
      for (const id of drawing.getAttribute('aria-labelledby')?.split(' ') ?? [''])
        expect(document.getElementById(id)?.textContent?.trim()).toBeTruthy();
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(['light', 'dark', 'print'])('has text that can be read: %s', (theme) => {
    const blocks = [...STYLE.matchAll(/:root\{([^}]*)\}/g)].map(([, block]) => colorsOf(block ?? ''));
    const colors = { ...blocks[0], ...blocks[['light', 'dark', 'print'].indexOf(theme)] };
    for (const [front, back, least] of [
      ['text', 'paper', 7],
      ['text', 'card', 7],
      ['text', 'notice', 7],
      ['quiet', 'paper', 4.5],
      ['quiet', 'card', 4.5],
      ['person', 'card', 4.5],
      ['person', 'below', 3],
      ['ink', 'card', 3],
      ['observed', 'card', 3],
      ['observed', 'unknown', 3],
    ] as const)
      expect(contrast(colors[front] ?? '', colors[back] ?? ''), `${front} on ${back}`).toBeGreaterThanOrEqual(least);
  });
});

const colorsOf = (block: string): Record<string, string> =>
  Object.fromEntries([...block.matchAll(/--([\w-]+):(#\w+)/g)].map(([, name, color]) => [name, color]));

/** Contrast of two colours as WCAG 2 defines it, 1 to 21. */
function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const digits = color.length === 4 ? [...color.slice(1)].map((digit) => digit + digit) : (color.match(/\w\w/g) ?? []);
  const [r, g, b] = digits.map((digit) => {
    const value = Number.parseInt(digit, 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
