import { EXIT } from '../../core/index.ts';
import { renderTable } from '../formats.ts';
import type { CommandContext } from '../host.ts';
import { grouped, toJson } from './operands.ts';

export async function runCleanMetadata({ session, flags, output, host }: CommandContext): Promise<number> {
  const manifest = await session.cleanMetadata({ signal: host.signal, onProgress: (p) => output.progress(p) });
  output.clearProgress();
  if (flags.values.json === true) output.result(toJson(manifest));
  else {
    const rows = manifest.tables.map(({ file, rows: count, sha256 }) => [file, grouped(count), sha256.slice(0, 12)]);
    output.result(await renderTable(['Table', 'Rows', 'SHA-256'], rows));
    output.note(`Written to ${session.catalogDirectory}/metadata; the newest score is of ${manifest.newest_release}.`);
  }
  return EXIT.ok;
}
