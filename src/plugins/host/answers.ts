/** Whether what a plugin answered is what its kind promises. Throws `Fault` for what is not. */
import { GENOME_BUILDS } from '../../core/index.ts';
import type { Interpretation, ResultRow, SourceScore } from '../api.ts';
import { Fault } from './fault.ts';
import { Limiter, MOST_SCORING_FILE } from './limits.ts';
import { nameOf } from './shape.ts';

const TIERS = ['high', 'moderate', 'low', 'very-low'];
const MOST_TEXT = 10_000;
const MOST_SCORES = 100_000;

type Data = Readonly<Record<string, unknown>>;

const broken = (what: string): Fault => new Fault('contract', what);
const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= MOST_TEXT;

/** One interpretation a row, in the order of the rows. */
export function checkInterpretations(rows: readonly ResultRow[], value: unknown): readonly Interpretation[] {
  if (!Array.isArray(value)) throw broken(`answered ${nameOf(value)}; expected a list with one interpretation a row`);
  if (value.length !== rows.length) throw broken(`answered ${value.length} interpretations for ${rows.length} rows`);
  return Array.from(value, (item: unknown, at) => {
    const { pgs_id, tier, summary, caveats, source } = (item ?? {}) as Data;
    const where = `interpretation ${at + 1}`;
    if (pgs_id !== rows[at].pgs_id)
      throw broken(
        `${where} is of ${nameOf(pgs_id)}, but row ${at + 1} is ${rows[at].pgs_id}; keep the order of the rows`,
      );
    if (!TIERS.includes(String(tier))) throw broken(`${where} has tier ${nameOf(tier)}; tiers are ${TIERS.join(', ')}`);
    if (!isText(summary)) throw broken(`${where} has summary ${nameOf(summary)}; expected a text`);
    if (!Array.isArray(caveats) || !caveats.every(isText))
      throw broken(`${where} has no list of caveats (it may be empty)`);
    if (!isText(source) || source.trim() === '')
      throw broken(`${where} has no source; name the paper, guideline or table that the rule comes from`);
    return { pgs_id, tier: tier as Interpretation['tier'], summary, caveats, source };
  });
}

export function checkScores(value: unknown): readonly SourceScore[] {
  if (!Array.isArray(value)) throw broken(`answered ${nameOf(value)}; expected a list of scores`);
  if (value.length > MOST_SCORES) throw broken(`answered ${value.length} scores; the most is 100,000`);
  return Array.from(value, (item: unknown, at) => {
    const { id, name, trait = null, n_variants = null } = (item ?? {}) as Data;
    const where = `score ${at + 1}`;
    if (!isText(id) || id === '') throw broken(`${where} has id ${nameOf(id)}; expected a text`);
    if (!isText(name)) throw broken(`${where} has name ${nameOf(name)}; expected a text`);
    if (trait !== null && !isText(trait)) throw broken(`${where} has trait ${nameOf(trait)}; expected a text or null`);
    if (n_variants !== null && !(Number.isSafeInteger(n_variants) && (n_variants as number) >= 0))
      throw broken(`${where} has n_variants ${nameOf(n_variants)}; expected a whole number or null`);
    return { id, name, trait, n_variants: n_variants as number | null };
  });
}

/** A confidence of a reader, 0 to 1. */
export function checkConfidence(value: unknown): number {
  if (typeof value !== 'number' || !(value >= 0 && value <= 1))
    throw broken(`sniff answered ${nameOf(value)}; expected a number from 0 to 1`);
  return value;
}

/** The bytes of a scoring file on its way: it begins as one of the PGS Catalog does, and is of the build asked for. */
export async function* checkScoringFile(
  chunks: AsyncIterable<Uint8Array>,
  build: string,
  limiter = new Limiter(MOST_SCORING_FILE),
): AsyncGenerator<Uint8Array> {
  let head = '';
  for await (const chunk of chunks) {
    limiter.take(chunk.length);
    if (head.length < 4096) {
      if (head === '' && chunk.length > 0 && chunk[0] !== 35)
        throw broken('gave a file that does not begin with #; expected a scoring file of the PGS Catalog');
      head += new TextDecoder().decode(chunk.subarray(0, 4096));
      const said = /^#HmPOS_build=(\S+)/m.exec(head)?.[1] ?? /^#genome_build=(\S+)/m.exec(head)?.[1];
      if (GENOME_BUILDS.includes(said as never) && said !== build)
        throw broken(`gave a scoring file on ${said}, but ${build} was asked for`);
    }
    yield chunk;
  }
  if (head === '') throw broken('gave nothing; expected a scoring file');
}
