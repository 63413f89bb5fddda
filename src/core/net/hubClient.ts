/** Datasets of the Hugging Face Hub: what one holds, and a commit to it. Files are fetched with `downloadFile`. */
import { readFile } from 'node:fs/promises';
import { commit, createRepo, datasetInfo, HubApiError, listFiles } from '@huggingface/hub';
import { errors, isPrsError } from '../errors.ts';
import { locateRemote, type RemoteFile } from './downloadFile.ts';
import type { HttpClient } from './httpClient.ts';
import { createHubFetch } from './hubFetch.ts';

/** A file as the Hub lists it. */
export interface HubFile {
  readonly path: string;
  readonly bytes: number;
  /** SHA-256 of the content, which the Hub knows of large files and of Parquets; null for others. */
  readonly sha256: string | null;
  /** Git's id of the content, or of the pointer to it. */
  readonly blob: string;
}

/** A dataset at one commit. */
export interface HubDataset {
  readonly repo: string;
  readonly commit: string;
  /** Those in the folders asked for, not below. */
  readonly files: readonly HubFile[];
}

export interface HubCommit {
  readonly repo: string;
  readonly title: string;
  /** Path in the dataset → what goes there: a file, by its path, or a text. */
  readonly files: readonly {
    readonly path: string;
    readonly from: { readonly file: string } | { readonly text: string };
  }[];
}

export interface HubClient {
  /** The dataset at its newest commit, or null when it is not there or, without a token, not for everybody. */
  readonly open: (repo: string, folders: readonly string[], signal?: AbortSignal) => Promise<HubDataset | null>;
  readonly create: (repo: string, isPrivate: boolean, signal?: AbortSignal) => Promise<void>;
  /** Uploads all files as one commit; returns its id. */
  readonly commit: (request: HubCommit, signal?: AbortSignal) => Promise<string>;
  readonly locate: (dataset: HubDataset, path: string) => RemoteFile;
  /** What a request for a file of a dataset carries. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The token is sent to the Hub alone; it is in no message. */
export function createHubClient(client: HttpClient, token: string | undefined): HubClient {
  checkToken(token);
  const hubUrl = client.options.hf_url.replace(/\/+$/, '');
  const access = token === undefined ? {} : { accessToken: token };
  const common = (signal?: AbortSignal) => ({ hubUrl, fetch: createHubFetch(client, signal), ...access });

  async function list(repo: string, revision: string, path: string, signal?: AbortSignal): Promise<HubFile[]> {
    const files: HubFile[] = [];
    const listing = listFiles({ ...common(signal), repo: { type: 'dataset', name: repo }, revision, path });
    try {
      for await (const { type, path, size, oid = '', lfs } of listing)
        if (type === 'file') files.push({ path, bytes: size, sha256: lfs?.oid ?? null, blob: oid });
    } catch (error) {
      // A dataset need not have the folder.
      if (statusOf(error) !== 404) throw error;
    }
    return files;
  }

  return {
    open: (repo, folders, signal) =>
      told(repo, token, async () => {
        try {
          const { sha } = await datasetInfo({ ...common(signal), name: repo, additionalFields: ['sha'] });
          const files: HubFile[] = [];
          for (const folder of folders) files.push(...(await list(repo, sha, folder, signal)));
          return { repo, commit: sha, files };
        } catch (error) {
          // Without a token the Hub answers 401 for what does not exist, too.
          const status = statusOf(error);
          if (status === 404 || (status === 401 && token === undefined)) return null;
          throw error;
        }
      }),
    create: (repo, isPrivate, signal) =>
      told(repo, token, async () => {
        const visibility = isPrivate ? 'private' : 'public';
        const params = { ...common(signal), accessToken: token ?? '', repo: { type: 'dataset', name: repo } as const };
        await createRepo({ ...params, visibility }).catch((error) => {
          // Made meanwhile, or by an attempt whose answer was lost.
          if (statusOf(error) !== 409) throw error;
        });
      }),
    commit: (request, signal) =>
      told(request.repo, token, async () => {
        const operations = await Promise.all(
          request.files.map(async ({ path, from }) => ({
            operation: 'addOrUpdate' as const,
            path,
            content: new Blob(['text' in from ? from.text : await readFile(from.file)]),
          })),
        );
        // The newer protocol, Xet, cuts files up with WebAssembly.
        const params = { ...common(signal), repo: { type: 'dataset', name: request.repo } as const, useXet: false };
        const output = await withFailures(params, (fetch) =>
          commit({ ...params, fetch, operations, title: request.title, ...(signal && { abortSignal: signal }) }),
        );
        if (output === undefined) throw errors.hubRefused(request.repo, null, 'the commit was not confirmed');
        return output.commit.oid;
      }),
    locate: ({ repo, commit }, path) => locateRemote(hubUrl, `datasets/${repo}/resolve/${commit}/${path}`),
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  };
}

/**
 * Lets `use` send requests, and ends with the first that fails. The library loses a failure that comes while it has
 * progress to tell, and would wait for ever.
 */
function withFailures<T>(
  params: { readonly fetch: typeof fetch },
  use: (send: typeof fetch) => Promise<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const send: typeof fetch = (...request) =>
      params.fetch(...request).catch((error) => {
        reject(error);
        throw error;
      });
    use(send).then(resolve, reject);
  });
}

function checkToken(token: string | undefined): void {
  if (token === undefined || /^hf_[\w-]+$/.test(token)) return;
  throw errors.usage(
    'The Hugging Face token is not one: it does not look like hf_ and letters.',
    'Make one at https://huggingface.co/settings/tokens and give it as HF_TOKEN, in the file .env, or with --token.',
  );
}

const statusOf = (error: unknown): number | null => (error instanceof HubApiError ? error.statusCode : null);

/** Runs `use`; what the Hub refuses becomes an error that names the dataset, and never the token. */
async function told<T>(repo: string, token: string | undefined, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    if (isPrsError(error)) throw error;
    const said = error instanceof Error ? error.message : String(error);
    const [firstLine = ''] = said.replace(/\. URL: .*$/s, '').split('\n');
    throw errors.hubRefused(repo, statusOf(error), token === undefined ? firstLine : firstLine.replaceAll(token, '…'));
  }
}
