import { errors } from '../errors.ts';
import { PGS_ID } from '../model/pgsId.ts';
import type { LookUpKind } from '../model/release.ts';
import type { RestClient, RestRecord } from '../net/restClient.ts';

/** An ontology id: EFO_0000305, MONDO_0004989, HP_0000821, OBA_2045314 … */
const TRAIT_ID = /^[A-Za-z]+[_:][A-Za-z0-9]+$/;

/** What the REST service says of one score or trait, or all evaluations of a score. Throws `bad_pgs_id`, `usage`. */
export async function lookUp(
  rest: RestClient,
  kind: LookUpKind,
  id: string,
  signal?: AbortSignal,
): Promise<RestRecord | readonly RestRecord[]> {
  if (kind === 'trait') {
    if (!TRAIT_ID.test(id)) throw errors.usage(`"${id}" is not the id of a trait.`, 'For example: EFO_0000305');
    return rest.get(`trait/${id.replace(':', '_')}`, signal);
  }
  const pgs_id = id.toUpperCase();
  if (!PGS_ID.test(pgs_id)) throw errors.badPgsId(id);
  return kind === 'score' ? rest.get(`score/${pgs_id}`, signal) : rest.list('performance/search', { pgs_id }, signal);
}
