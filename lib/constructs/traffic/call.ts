/** Only what never reached a server is tried again: a repeated failure must stay visible in the error rate. */
export const CALL = { retries: { attempts: 2, retryOn: 'connect-failure,refused-stream' }, timeout: '10s' };
