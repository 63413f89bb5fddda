/**
 * A slow, obvious second opinion on matching and scoring, for tests: parses each VCF line with @gmod/vcf and
 * compares strings. Shares no code with the engine.
 */
import VcfParser from '@gmod/vcf';

export interface OracleRow {
  readonly chrom: string;
  readonly pos: number;
  readonly effect: string;
  readonly other: string | null;
  readonly weight: number;
}

export interface OracleAnswer {
  readonly score: number;
  readonly states: readonly string[];
}

const COMPLEMENT: Readonly<Record<string, string>> = { A: 'T', T: 'A', C: 'G', G: 'C' };
const flip = (allele: string): string =>
  [...allele]
    .reverse()
    .map((base) => COMPLEMENT[base])
    .join('');

interface Site {
  readonly alleles: readonly string[];
  readonly open: boolean;
  readonly calls: readonly string[] | null;
}

function readSites(vcf: string): Map<string, Site[]> {
  const lines = vcf.split('\n').filter((line) => line !== '');
  const parser = new VcfParser({ header: lines.filter((line) => line.startsWith('#')).join('\n') });
  const sites = new Map<string, Site[]>();
  for (const line of lines.filter((text) => !text.startsWith('#'))) {
    const variant = parser.parseLine(line);
    const gt = String(Object.values(variant.SAMPLES())[0]?.GT?.[0] ?? '.');
    const calls = gt.split(/[/|]/);
    const alts = variant.ALT ?? [];
    const isListed = calls.every((call) => Number(call) <= alts.length);
    const site: Site = {
      alleles: [String(variant.REF), ...alts],
      open: alts.length === 0 || alts.some((alt) => /[<*[\]]/.test(alt)),
      calls: calls.length > 2 || calls.includes('.') || gt === '' || !isListed ? null : calls,
    };
    const key = `${String(variant.CHROM).replace(/^chr/i, '')}:${variant.POS}`;
    sites.set(key, [...(sites.get(key) ?? []), site]);
  }
  return sites;
}

/** Dosage if the row fits the only record at its locus, else why not. Tests give it one record a locus. */
function judge(site: Site, effect: string, other: string | null): { state: string; dosage: number } {
  const place = site.alleles.indexOf(effect);
  const partner = other === null ? -1 : site.alleles.indexOf(other);
  const spelled = other === null ? place !== -1 : place !== -1 && partner !== -1 && place !== partner;
  const vouched =
    other !== null &&
    site.open &&
    effect.length === 1 &&
    other.length === 1 &&
    place !== partner &&
    (place === 0 || partner === 0);
  if (!spelled && !vouched) return { state: 'allele_mismatch', dosage: 0 };
  if (site.calls === null) return { state: 'no_call', dosage: 0 };
  return {
    state: place === 0 ? 'swapped' : 'exact',
    dosage: site.calls.filter((call) => Number(call) === place).length,
  };
}

export function askOracle(vcf: string, rows: readonly OracleRow[], ambiguous: 'keep' | 'drop'): OracleAnswer {
  const sites = readSites(vcf);
  const contributions: number[] = [];
  const states = rows.map((row) => {
    const site = sites.get(`${row.chrom}:${row.pos}`)?.[0];
    if (site === undefined) return 'absent_unknown';
    const pair = row.other ?? site.alleles.find((allele) => allele === flip(row.effect)) ?? null;
    const palindromic =
      row.effect.length === 1 &&
      pair !== null &&
      pair === flip(row.effect) &&
      (row.other !== null || site.alleles.includes(row.effect));
    let { state, dosage } = judge(site, row.effect, row.other);
    if (state === 'allele_mismatch' && row.other !== null && !palindromic) {
      const turned = judge(site, flip(row.effect), flip(row.other));
      state = turned.state === 'exact' || turned.state === 'swapped' ? 'flipped' : turned.state;
      dosage = turned.dosage;
    }
    if (palindromic && ambiguous === 'drop' && state !== 'allele_mismatch') return 'ambiguous';
    if (['exact', 'swapped', 'flipped'].includes(state)) contributions.push(row.weight * dosage);
    return state;
  });
  // Smallest first: another order than the engine's, and an accurate one.
  const score = contributions.sort((a, b) => Math.abs(a) - Math.abs(b)).reduce((sum, value) => sum + value, 0);
  return { score, states };
}
