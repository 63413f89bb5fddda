/** The scores of a trait, from the catalogue. */
import { type Catalog, errors, type GenomeBuild, type Trait } from '../core/index.ts';
import type { CommandContext } from './host.ts';

/** A trait by its ontology id, `EFO_0000305` or `EFO:0000305`, or by its label. Throws `trait_unknown`. */
export async function findTrait(catalog: Catalog, wanted: string): Promise<Trait> {
  const name = wanted.toLowerCase();
  const id = name.replace(':', '_');
  const found = (await catalog.traits()).find(
    ({ efo_id, label }) => efo_id.toLowerCase() === id || label?.toLowerCase() === name,
  );
  if (found === undefined) throw errors.traitUnknown(wanted, catalog.directory);
  return found;
}

/**
 * PGS ids of the traits asked for: all of them where they can be fetched, else those whose files are there; says how many
 * are not. Scores mapped to a narrower term alone are not among them.
 */
export async function findTraitScores(
  { session, settings, output }: CommandContext,
  traits: readonly Trait[],
  build: GenomeBuild | null,
): Promise<readonly string[]> {
  const chosen: string[] = [];
  for (const trait of traits) {
    const name = `${trait.efo_id} (${trait.label ?? 'without a label'})`;
    const missing = settings.download || build === null ? [] : await session.findMissingScores(trait.pgs_ids, build);
    const there = trait.pgs_ids.filter((pgs_id) => !missing.includes(pgs_id));
    if (there.length === 0)
      throw errors.usage(
        `None of the ${missing.length} scores for ${name} has a file on ${build} in the catalogue folder.`,
        'Fetch them with --download.',
      );
    output.note(
      missing.length === 0
        ? `${there.length} scores for ${name}.`
        : `${there.length} of ${trait.pgs_ids.length} scores for ${name} have a file here; --download fetches the others.`,
    );
    chosen.push(...there);
  }
  return [...new Set(chosen)];
}
