import { readParquetMetadata } from '../io/parquetFooter.ts';

/** Where a scoring file that became a Parquet keeps its header, as JSON. */
export const HEADER_KEY = 'pgs_catalog_header';

/** The header of such a file; empty where another program left it out or spelled it otherwise. */
export async function readScoringParquetHeader(path: string): Promise<Readonly<Record<string, unknown>>> {
  const { key_value_metadata = [] } = await readParquetMetadata(path);
  try {
    const header: unknown = JSON.parse(key_value_metadata.find(({ key }) => key === HEADER_KEY)?.value ?? '{}');
    return typeof header === 'object' && header !== null ? (header as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
