import type { NetworkOptions } from '../../src/core/index.ts';
import type { CatalogServer } from './catalogServer.ts';
import type { HubServer } from './hubServer.ts';

/** Quick to give up and to try again. */
const HASTE = { timeoutMs: 150, retries: 3, backoffMs: 2 };

export const hasty = (server: CatalogServer): Partial<NetworkOptions> => ({
  ebi_url: server.ebiUrl,
  rest_url: server.restUrl,
  ...HASTE,
});

export const hastyHub = ({ url }: HubServer): Partial<NetworkOptions> => ({ hf_url: url, ...HASTE });
