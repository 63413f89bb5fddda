/** Trying again what may work the next time. */
import { setTimeout as sleep } from 'node:timers/promises';
import { errors, isPrsError } from '../errors.ts';
import type { NetworkOptions } from '../model/network.ts';

/** A failure that may pass: a busy server, a broken connection, a download that came damaged. */
export class Transient extends Error {
  /** How long the server asked to be left alone, in milliseconds. */
  readonly retryAfterMs: number;

  constructor(message: string, retryAfterMs = 0) {
    super(message);
    this.retryAfterMs = retryAfterMs;
  }
}

/** Waits never exceed this by our own doing. */
const LONGEST_BACKOFF_MS = 30_000;
/** A server that asks for more is told to the user instead of being waited for. */
const LONGEST_RETRY_AFTER_MS = 5 * 60_000;

export interface RetryOptions {
  readonly network: Pick<NetworkOptions, 'retries' | 'backoffMs'>;
  /** What is being fetched, for messages. */
  readonly url: string;
  readonly signal?: AbortSignal | undefined;
  /** Grows with progress; an attempt that made some does not count against the number of retries. */
  readonly progress?: () => number;
}

/** Runs `attempt` until it succeeds, fails for good, or has failed `retries` times more without progress. */
export async function withRetries<T>(options: RetryOptions, attempt: () => Promise<T>): Promise<T> {
  const { network, url, signal, progress = () => 0 } = options;
  let furthest = progress();
  for (let failures = 0; ; ) {
    if (signal?.aborted) throw errors.cancelled();
    try {
      return await attempt();
    } catch (error) {
      if (signal?.aborted) throw errors.cancelled();
      const transient = asTransient(error);
      if (transient === null) throw isPrsError(error) ? error : errors.networkFailed(url, explain(error));
      const reached = progress();
      if (reached > furthest) failures = 0;
      furthest = Math.max(furthest, reached);
      failures++;
      if (failures > network.retries || transient.retryAfterMs > LONGEST_RETRY_AFTER_MS)
        throw errors.networkFailed(url, describeEnd(transient, failures));
      const wait = Math.max(transient.retryAfterMs, backoff(network.backoffMs, failures));
      await sleep(wait, undefined, signal === undefined ? {} : { signal }).catch(() => {
        throw errors.cancelled();
      });
    }
  }
}

/** Doubles with each failure; the random half keeps many clients from coming back in step. */
function backoff(first: number, failures: number): number {
  const wait = Math.min(first * 2 ** (failures - 1), LONGEST_BACKOFF_MS);
  return wait / 2 + (Math.random() * wait) / 2;
}

function describeEnd({ message, retryAfterMs }: Transient, failures: number): string {
  if (retryAfterMs > LONGEST_RETRY_AFTER_MS)
    return `${message}, and the server asks to wait ${Math.ceil(retryAfterMs / 60_000)} minutes`;
  return failures === 1 ? message : `${message} (${failures} attempts)`;
}

/** System errors of connections that a later attempt may not meet. */
const PASSING: Readonly<Record<string, string>> = {
  ECONNRESET: 'the connection was broken',
  ECONNREFUSED: 'the connection was refused',
  ECONNABORTED: 'the connection was broken',
  EPIPE: 'the connection was broken',
  ETIMEDOUT: 'the connection timed out',
  EHOSTUNREACH: 'the server cannot be reached',
  ENETUNREACH: 'there is no network',
  EAI_AGAIN: 'the name of the server could not be looked up',
  HPE_INVALID_CONSTANT: 'the answer was not HTTP',
};

function asTransient(error: unknown): Transient | null {
  if (error instanceof Transient) return error;
  const { code = '' } = error as NodeJS.ErrnoException;
  return PASSING[code] === undefined ? null : new Transient(PASSING[code]);
}

/** Node's own words, and what its codes for certificates mean. */
function explain(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (code === 'ENOTFOUND') return 'there is no server of that name, or no network';
  if (/CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/.test(code))
    return `the certificate of the server is not trusted (${code}); behind a proxy that inspects traffic, set NODE_EXTRA_CA_CERTS to its certificate`;
  return message;
}
