/** Bundles as nobody should make them. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { type Pack, pack } from 'tar-stream';
import type { BundleFile, BundleManifest } from '../../src/core/model/bundle.ts';

export const fileOf = (path: string, content: string): BundleFile => ({
  path,
  bytes: Buffer.byteLength(content),
  sha256: createHash('sha256').update(content).digest('hex'),
  modified_ms: 1_700_000_000_000,
  score: null,
});

export const manifestOf = (files: readonly BundleFile[]): BundleManifest => ({
  format: 'just-prs-tui bundle',
  format_version: 1,
  created_at: '2026-01-02T03:04:05.000Z',
  tool_version: 'test',
  catalog_release: null,
  files,
});

type Header = Parameters<Pack['entry']>[0];

/** Writes a tar of exactly these entries. */
export async function writeHostileTar(
  path: string,
  entries: readonly (readonly [header: string | Header, content?: string])[],
): Promise<string> {
  const archive = pack();
  for (const [header, content = ''] of entries)
    archive.entry(typeof header === 'string' ? { name: header } : header, content);
  archive.finalize();
  const parts: Uint8Array[] = [];
  for await (const part of archive as Pack & AsyncIterable<Uint8Array>) parts.push(part);
  writeFileSync(path, Buffer.concat(parts));
  return path;
}
