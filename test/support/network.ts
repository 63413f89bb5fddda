import type { NetworkOptions } from '../../src/core/index.ts';
import type { CatalogServer } from './catalogServer.ts';

/** Quick to give up and to try again. */
export const hasty = (server: CatalogServer): Partial<NetworkOptions> => ({
  ebi_url: server.ebiUrl,
  rest_url: server.restUrl,
  timeoutMs: 150,
  retries: 3,
  backoffMs: 2,
});
