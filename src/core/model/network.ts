/** How the network is used. Nothing is sent unless the user asks for it. */
export interface NetworkOptions {
  /** No socket is opened; what would need one is an error. */
  readonly offline: boolean;
  /** Root of the PGS Catalog's file tree: an http(s) or file URL, or a directory that mirrors it. */
  readonly ebi_url: string;
  /** Root of the PGS Catalog's REST service: an http(s) URL. */
  readonly rest_url: string;
  /** Root of the Hugging Face Hub: an http(s) URL. */
  readonly hf_url: string;
  /** Milliseconds without an answer or a byte after which an attempt is given up. */
  readonly timeoutMs: number;
  /** Attempts after the first, each without any byte of progress. */
  readonly retries: number;
  /** Wait before the first retry, in milliseconds; it doubles with each further one. */
  readonly backoffMs: number;
}

export const DEFAULT_NETWORK: NetworkOptions = {
  offline: false,
  ebi_url: 'https://ftp.ebi.ac.uk/pub/databases/spot/pgs',
  rest_url: 'https://www.pgscatalog.org/rest',
  hf_url: 'https://huggingface.co',
  timeoutMs: 30_000,
  retries: 4,
  backoffMs: 1000,
};
