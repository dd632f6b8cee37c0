import { messageOf } from '../errors.ts';

/** What a failed request says about itself. */
export interface Failure {
  /** HTTP status; null when no answer came. */
  readonly status: number | null;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  /** The forge's own words. */
  readonly message: string;
}

/** Reads what a client threw without trusting its shape: @octokit/request gives status 500 to a request that got no answer. */
export function failureOf(thrown: unknown): Failure {
  const response: unknown = typeof thrown === 'object' && thrown !== null && 'response' in thrown ? thrown.response : undefined;
  if (typeof response !== 'object' || response === null) return { status: null, headers: {}, message: messageOf(thrown) };
  // An error of GraphQL comes in an answer that HTTP calls a success.
  const status = 'status' in response && typeof response.status === 'number' ? response.status : 200;
  const headers = 'headers' in response && typeof response.headers === 'object' && response.headers !== null ? response.headers : {};
  return { status, headers: headers as Failure['headers'], message: messageOf(thrown) };
}

/** No answer, or one that says the server failed: the request may have been carried out or not. */
export const isAmbiguous = ({ status }: Failure): boolean => status === null || status >= 500;
