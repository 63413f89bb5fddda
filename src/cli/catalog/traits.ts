import { EXIT } from '../../core/index.ts';
import { renderTable } from '../formats.ts';
import type { CommandContext } from '../host.ts';
import { findTrait } from '../traitScores.ts';
import { cut, describeCut, readId, readWords, takeRows, toJson } from './operands.ts';

export async function runTraitsSearch(context: CommandContext): Promise<number> {
  const { flags, output, session } = context;
  const words = readWords(context, 'catalog traits search');
  const traits = await (await session.openCatalog()).searchTraits(words);
  const shown = takeRows(traits, context, 25);
  if (flags.values.json === true) {
    output.result(toJson(shown));
    return EXIT.ok;
  }
  if (traits.length === 0) {
    output.note('No trait was found.');
    return EXIT.ok;
  }
  const rows = shown.map(({ efo_id, label, pgs_ids, description }) => [
    efo_id,
    cut(label, 48),
    String(pgs_ids.length),
    cut(description, 60),
  ]);
  output.result(await renderTable(['Trait ID', 'Label', 'Scores', 'Description'], rows));
  const left = describeCut(shown.length, traits.length, 'traits');
  if (left !== null) output.note(left);
  return EXIT.ok;
}

const IDS_A_LINE = 10;

export async function runTraitInfo(context: CommandContext): Promise<number> {
  const { flags, output, session } = context;
  const id = readId(context, 'catalog traits info');
  const catalog = await session.openCatalog();
  const trait = await findTrait(catalog, id);
  if (flags.values.json === true) {
    output.result(toJson(trait));
    return EXIT.ok;
  }
  const ids = trait.pgs_ids;
  const lines = [
    `${trait.efo_id} – ${trait.label ?? 'without a label'}`,
    trait.description ?? 'Not described in the catalogue.',
    ...(trait.url === null ? [] : [trait.url]),
    '',
    `Scores (${ids.length})`,
    ...Array.from(
      { length: Math.ceil(ids.length / IDS_A_LINE) },
      (_, line) => `  ${ids.slice(line * IDS_A_LINE, (line + 1) * IDS_A_LINE).join(' ')}`,
    ),
  ];
  output.result(lines.map((line) => `${line.replace(/\p{Cc}/gu, '?')}\n`).join(''));
  return EXIT.ok;
}
