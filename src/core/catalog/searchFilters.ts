/** Filters in a search: `build:GRCh38 n:<1000 ancestry:EUR auroc:>0.7 year:2020.. tier:high here:yes licence:cc`. */

import { SUPERPOPULATIONS, type Superpopulation } from '../model/genome.ts';
import type { EvidenceGrade } from '../model/judgement.ts';

/** Both limits count as inside. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

export interface SearchFilters {
  readonly build?: string;
  /** Number of variants. */
  readonly n?: Range;
  readonly ancestry?: Superpopulation;
  readonly auroc?: Range;
  /** Year of the publication. */
  readonly year?: Range;
  /** Grade of the published evidence. */
  readonly tier?: EvidenceGrade['grade'];
  /** Whether the scoring file is in the catalogue folder. */
  readonly here?: boolean;
  /** A part of the licence in lower case; empty for a licence of the score's own. */
  readonly licence?: string;
}

export interface ReadQuery {
  /** What is left to look for. */
  readonly words: string;
  readonly filters: SearchFilters;
  /** Filters that could not be read, one sentence each. */
  readonly problems: readonly string[];
}

const FILTER = /(?:^|\s)(build|n|ancestry|auroc|year|tier|here|licen[cs]e):(\S*)/gi;

/** Grades of evidence, the best first. */
export const EVIDENCE_TIERS = ['High', 'Normal', 'Moderate', 'Low'] as const;
const TRUTHS: Readonly<Record<string, boolean>> = { yes: true, no: false };

const BUILDS: Readonly<Record<string, string>> = {
  grch37: 'GRCh37',
  hg19: 'GRCh37',
  '37': 'GRCh37',
  grch38: 'GRCh38',
  hg38: 'GRCh38',
  '38': 'GRCh38',
  grch36: 'GRCh36',
  hg18: 'GRCh36',
  nr: 'NR',
};

/** What was typed, apart: words, and filters by their names in lower case. */
export function splitQuery(query: string): {
  readonly words: string;
  readonly filters: readonly (readonly [name: string, value: string])[];
} {
  const filters: [string, string][] = [];
  const words = query.replaceAll(FILTER, (_, name: string, value: string) => {
    filters.push([name.toLowerCase().replace('license', 'licence'), value]);
    return ' ';
  });
  return { words: words.trim(), filters };
}

/** Parts a query into words and filters. A filter that is not complete is a problem, and never throws. */
export function readQuery(query: string): ReadQuery {
  const filters: { -readonly [Name in keyof SearchFilters]: SearchFilters[Name] } = {};
  const problems: string[] = [];
  const { words, filters: typed } = splitQuery(query);
  for (const [key, value] of typed) {
    if (key === 'build') {
      const build = BUILDS[value.toLowerCase()];
      if (build !== undefined) filters.build = build;
      else problems.push(`build:${value} is none of GRCh37, GRCh38, GRCh36, NR.`);
    } else if (key === 'ancestry') {
      const people = SUPERPOPULATIONS.find((code) => code === value.toUpperCase());
      if (people !== undefined) filters.ancestry = people;
      else problems.push(`ancestry:${value} is none of ${SUPERPOPULATIONS.join(', ')}.`);
    } else if (key === 'n' || key === 'auroc' || key === 'year') {
      const range = readRange(value);
      if (range !== null) filters[key] = range;
      else
        problems.push(`${key}:${value} is no range: write ${key}:>1, ${key}:<=2, ${key}:1..2, ${key}:1.. or ${key}:1.`);
    } else if (key === 'tier') {
      const tier = EVIDENCE_TIERS.find((grade) => grade.toLowerCase() === value.toLowerCase());
      if (tier !== undefined) filters.tier = tier;
      else problems.push(`tier:${value} is none of ${EVIDENCE_TIERS.join(', ')}.`);
    } else if (key === 'here') {
      const isHere = TRUTHS[value.toLowerCase()];
      if (isHere !== undefined) filters.here = isHere;
      else problems.push(`here:${value} is neither yes nor no.`);
    } else filters.licence = value.toLowerCase();
  }
  return { words, filters, problems };
}

const NUMBER = String.raw`(\d+(?:\.\d+)?|\.\d+)([km]?)`;
const COMPARISON = new RegExp(`^(<=?|>=?|=?)${NUMBER}$`, 'i');
const SPAN = new RegExp(String.raw`^(?:${NUMBER})?\.\.(?:${NUMBER})?$`, 'i');

/** `<1000`, `>=0.7`, `77`, `100..1k`, `2020..`, `..2M`; null for anything else. */
function readRange(text: string): Range | null {
  const span = SPAN.exec(text);
  if (span !== null && text !== '..') {
    const [, from, fromUnit, to, toUnit] = span as (string | undefined)[];
    return { least: readAmount(from, fromUnit) ?? -Infinity, most: readAmount(to, toUnit) ?? Infinity };
  }
  const [, sign, number, unit] = COMPARISON.exec(text) ?? [];
  const value = readAmount(number, unit);
  if (value === null) return null;
  // A strict limit is the next number beside it.
  const step = Math.max(value * Number.EPSILON, Number.MIN_VALUE);
  if (sign === '<') return { least: -Infinity, most: value - step };
  if (sign === '<=') return { least: -Infinity, most: value };
  if (sign === '>') return { least: value + step, most: Infinity };
  if (sign === '>=') return { least: value, most: Infinity };
  return { least: value, most: value };
}

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6 };

const readAmount = (number: string | undefined, unit: string | undefined): number | null =>
  number === undefined ? null : Number(number) * UNITS[(unit ?? '').toLowerCase()];

/** Whether a known number lies inside; one that is not known does not. */
export const isInside = (range: Range | undefined, value: number | null): boolean =>
  range === undefined || (value !== null && value >= range.least && value <= range.most);
