/** One file over a network that fails: resumed, retried, checked, and complete under its name or not there. */
import { constants } from 'node:fs';
import { copyFile, type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { errors, isPrsError } from '../errors.ts';
import { replaceFile } from '../io/replaceFile.ts';
import { type HttpClient, shownUrl } from './httpClient.ts';
import { claimPartial, type PartialFile, parkPartial, restartPartial, type Validator } from './partialFile.ts';
import { readBody } from './readBody.ts';
import { Transient, withRetries } from './retry.ts';

/** Where a file is: on a server, or in a directory that mirrors it. */
export type RemoteFile =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'file'; readonly path: string };

/** A path below a base, which is an http(s) or file URL or a directory. */
export function locateRemote(base: string, path: string): RemoteFile {
  if (/^https?:\/\//i.test(base)) {
    const url = new URL(base);
    url.pathname = `${url.pathname.replace(/\/+$/, '')}/${path}`;
    return { kind: 'url', url: url.href };
  }
  const directory = /^file:\/\//i.test(base) ? fileURLToPath(base) : base;
  return { kind: 'file', path: resolve(directory, path) };
}

/** How a remote file is named to the user. */
export const nameRemote = (remote: RemoteFile): string =>
  remote.kind === 'url' ? shownUrl(new URL(remote.url)) : remote.path;

/** A download whose content is not what it should be. */
export class DamagedDownload extends Error {}

export interface DownloadRequest<T> {
  readonly remote: RemoteFile;
  readonly target: string;
  /** Looks at the bytes before they get their name. Throws `DamagedDownload` for what another try may mend. */
  readonly check: (path: string) => Promise<T>;
  /** Bytes here so far, and in all when the server says. */
  readonly onBytes?: ((done: number, total: number | null) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Sent to the server that the URL names, and to no other. */
  readonly headers?: Readonly<Record<string, string>>;
  /** ETag of the version that the caller has: the same one is not sent again. */
  readonly knownEtag?: string | null;
}

export interface Downloaded<T> {
  /** False when the server has nothing newer than `knownEtag`; nothing was written then. */
  readonly isNew: boolean;
  readonly bytes: number;
  readonly etag: string | null;
  /** As the server says it. */
  readonly lastModified: string | null;
  /** What `check` returned. */
  readonly checked: T | null;
}

/** Fetches a file to `target`, mode 0600. What has come is kept when it fails or is cancelled, and continued later. */
export async function downloadFile<T>(client: HttpClient, request: DownloadRequest<T>): Promise<Downloaded<T>> {
  const { remote, target, signal } = request;
  try {
    if (remote.kind === 'file') return await copyFromMirror(remote.path, request);
    const url = shownUrl(new URL(remote.url));
    if (client.options.offline) throw errors.offline(url);
    const transfer = new Transfer(client, { ...request, url: remote.url }, await claimPartial(target));
    return await withRetries({ network: client.options, url, signal, progress: () => transfer.furthest }, () =>
      transfer.attempt(),
    ).finally(() => transfer.end());
  } catch (error) {
    if (error instanceof DamagedDownload) throw errors.badDownload(nameRemote(remote), error.message);
    if (!isPrsError(error) && typeof (error as NodeJS.ErrnoException).syscall === 'string')
      throw errors.fileSystem(target, error as NodeJS.ErrnoException);
    throw error;
  }
}

async function copyFromMirror<T>(
  source: string,
  { target, check, onBytes }: DownloadRequest<T>,
): Promise<Downloaded<T>> {
  const found = await stat(source).catch(() => null);
  if (found === null) throw errors.notOnServer(source);
  const checked = await replaceFile(target, async (temporary) => {
    await copyFile(source, temporary, constants.COPYFILE_FICLONE);
    return check(temporary);
  });
  onBytes?.(found.size, found.size);
  return { isNew: true, bytes: found.size, etag: null, lastModified: found.mtime.toUTCString(), checked };
}

/** The attempts at one file. */
class Transfer<T> {
  readonly #client: HttpClient;
  readonly #request: DownloadRequest<T> & { readonly url: string };
  #partial: PartialFile;
  /** The most bytes that were ever here: what counts as progress. */
  furthest: number;
  #done = false;

  constructor(client: HttpClient, request: DownloadRequest<T> & { readonly url: string }, partial: PartialFile) {
    this.#client = client;
    this.#request = request;
    this.#partial = partial.validator?.url === request.url ? partial : { ...partial, bytes: 0, validator: null };
    this.furthest = this.#partial.bytes;
  }

  async attempt(): Promise<Downloaded<T>> {
    const { url, signal, knownEtag } = this.#request;
    const { bytes, validator } = this.#partial;
    const headers: Record<string, string> = { ...this.#request.headers };
    if (bytes > 0 && validator !== null) {
      headers.range = `bytes=${bytes}-`;
      headers['if-range'] = validator.value;
    } else if (knownEtag) headers['if-none-match'] = knownEtag;
    // Opened before the answer comes: from then on it is read without a pause.
    const handle = await open(this.#partial.data, 'r+');
    try {
      const response = await this.#client.get(url, { headers, signal });
      const etag = response.headers.etag ?? null;
      const lastModified = response.headers['last-modified'] ?? null;
      if (response.statusCode === 304) {
        response.resume();
        return { isNew: false, bytes: 0, etag: etag ?? knownEtag ?? null, lastModified, checked: null };
      }
      if (!this.#isComplete(response)) await this.#receive(handle, response).finally(() => response.destroy());
      else response.resume();
      await handle.chmod(0o600);
      await handle.sync();
      const checked = await this.#check();
      await rename(this.#partial.data, this.#request.target);
      this.#done = true;
      return { isNew: true, bytes: this.#partial.bytes, etag, lastModified, checked };
    } finally {
      await handle.close();
    }
  }

  /** Appends to what is here, or starts over, as the server says; ends when all announced bytes are here. */
  async #receive(handle: FileHandle, response: IncomingMessage): Promise<void> {
    const { onBytes, signal } = this.#request;
    const announced = response.headers['content-length'];
    let at = 0;
    let total: number | null = null;
    const ready = this.#chooseStart(handle, response).then((start) => {
      at = start;
      total = announced === undefined ? null : start + Number(announced);
    });
    const write = async (chunk: Buffer): Promise<void> => {
      if (signal?.aborted) throw errors.cancelled();
      await handle.write(chunk, 0, chunk.length, at);
      at += chunk.length;
      // Without a validator the next attempt starts over.
      const canContinue = this.#partial.validator !== null;
      if (canContinue) this.furthest = Math.max(this.furthest, at);
      this.#partial = { ...this.#partial, bytes: canContinue ? at : 0 };
      onBytes?.(at, total);
    };
    await readBody(response, write, ready);
    this.#partial = { ...this.#partial, bytes: at };
    if (total !== null && at !== total) throw new Transient(`${at} of ${total} bytes came`);
    if (at === 0) throw new Transient('the answer was empty');
  }

  /** An earlier process had received everything, and ended before it could say so. */
  #isComplete({ statusCode, headers }: IncomingMessage): boolean {
    const [, size] = /^bytes \*\/(\d+)$/.exec(headers['content-range'] ?? '') ?? [];
    return statusCode === 416 && size !== undefined && Number(size) === this.#partial.bytes;
  }

  async #chooseStart(handle: FileHandle, response: IncomingMessage): Promise<number> {
    const { bytes } = this.#partial;
    const [, from] = /^bytes (\d+)-/.exec(response.headers['content-range'] ?? '') ?? [];
    const version = this.#readValidator(response);
    const isSameVersion = version === null || version.value === this.#partial.validator?.value;
    if (response.statusCode === 206 && Number(from) === bytes && isSameVersion) return bytes;
    const validator = response.statusCode === 200 ? version : null;
    await restartPartial(handle, this.#partial, validator);
    this.#partial = { ...this.#partial, bytes: 0, validator };
    // 416: more is here than there is. 206: another part than was asked for. Both start over.
    if (response.statusCode !== 200) throw new Transient(`the server answered ${response.statusCode} to a range`);
    return 0;
  }

  /** What If-Range can take: a weak ETag does not promise the same bytes. */
  #readValidator({ headers }: IncomingMessage): Validator | null {
    const strong = headers.etag !== undefined && !headers.etag.startsWith('W/') ? headers.etag : undefined;
    const value = strong ?? headers['last-modified'];
    return value === undefined ? null : { url: this.#request.url, value };
  }

  async #check(): Promise<T> {
    try {
      return await this.#request.check(this.#partial.data);
    } catch (error) {
      // Damaged bytes, or of another file: nothing to continue from.
      await rm(this.#partial.data, { force: true });
      await (await open(this.#partial.data, 'w', 0o600)).close();
      this.#partial = { ...this.#partial, bytes: 0, validator: null };
      if (error instanceof DamagedDownload) throw new Transient(`what came ${error.message}`);
      throw error;
    }
  }

  /** Removes what is not needed any more, and keeps what a later download can go on with. */
  async end(): Promise<void> {
    if (this.#done) await rm(this.#partial.directory, { recursive: true, force: true });
    else await parkPartial(this.#request.target, this.#partial);
  }
}
