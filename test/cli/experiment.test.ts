import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Given, Io } from '../../lib/cli/command.ts';
import { decideWith } from '../../lib/cli/experiment-decide.ts';
import { shareWith } from '../../lib/cli/experiment-share.ts';
import { main } from '../../lib/cli/main.ts';

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

async function serve(answer: Answer): Promise<string> {
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      answer(request, response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

/** Speaks as Prometheus does; `increase` says what a counter gained, and null that there is no such series. */
function prometheus(increase: (counter: string, role: string, seconds: number) => number | null): Promise<string> {
  return serve((request, response) => {
    const query = new URL(request.url ?? '', 'http://x').searchParams.get('query') ?? '';
    const asked = /^sum\(increase\((\w+)\{model="churn",environment="prod",role="(\w+)"\}\[(\d+)s\]\)\)$/.exec(query);
    if (asked === null) {
      response.writeHead(400).end(JSON.stringify({ status: 'error', error: `unexpected ${query}` }));
      return;
    }
    const value = increase(asked[1] ?? '', asked[2] ?? '', Number(asked[3]));
    response.end(
      JSON.stringify({
        status: 'success',
        data: { resultType: 'vector', result: value === null ? [] : [{ metric: {}, value: [0, String(value)] }] },
      }),
    );
  });
}

/** A clock that goes when somebody waits. */
function clock(): { readonly now: () => number; readonly wait: (seconds: number) => Promise<void> } {
  let time = 1000;
  return {
    now: () => time,
    wait: (seconds) => {
      time += seconds;
      return Promise.resolve();
    },
  };
}

function io(): Io & { readonly printed: { out: string; err: string } } {
  const printed = { out: '', err: '' };
  return { printed, out: (text) => (printed.out += text), log: (text) => (printed.err += text), cwd: '/', env: {}, color: false };
}

const hypothesis = {
  metric: 'accepted',
  test: 'chi-square',
  better: 'higher',
  alpha: 0.05,
  power: 0.8,
  minimumEffect: 0.1,
  minimumSample: 1000,
};
const options = (address: string, more: Given = {}): Given => ({
  prometheus: address,
  model: 'churn',
  environment: 'prod',
  hours: '2',
  hypothesis: JSON.stringify(hypothesis),
  ...more,
});

describe('experiment decide', () => {
  test('decides when the sample is large enough, and not before', async () => {
    // Ten calls a minute to each release; every second one to the candidate is worth it, every fifth to the stable one.
    const address = await prometheus((counter, role, seconds) => {
      const calls = (seconds / 60) * 10;
      if (counter === 'accepted_count') return calls;
      return counter === 'accepted_sum' ? calls / (role === 'candidate' ? 2 : 5) : null;
    });
    const terminal = io();
    const looked = await decideWith(options(address, { json: true }), terminal, clock());
    expect(looked).toBe(0);
    expect(JSON.parse(terminal.printed.out)).toMatchObject({ verdict: 'candidate', decision: { needed: 1000 } });
    // 100 minutes until there are 1,000: every look before said so.
    const verdicts = [...terminal.printed.err.matchAll(/"verdict":"(\w+)"/g)].map((match) => match[1]);
    expect(verdicts.filter((verdict) => verdict === 'wait')).toHaveLength(98);
    expect(verdicts.at(-1)).toBe('candidate');
  });

  test('without data is never a success', async () => {
    const terminal = io();
    expect(await decideWith(options(await prometheus(() => null)), terminal, clock())).toBe(1);
    expect(terminal.printed.out).toBe('accepted, chi-square: no data\n');
  });

  test('a candidate that is worse, or no better, is no success', async () => {
    const worse = await prometheus((counter, role) => (counter === 'accepted_count' ? 5000 : role === 'candidate' ? 400 : 500));
    const same = await prometheus((counter) => (counter === 'accepted_count' ? 5000 : 500));
    expect(await decideWith(options(worse), io(), clock())).toBe(1);
    expect(await decideWith(options(same), io(), clock())).toBe(1);
  });

  test('forgives a Prometheus that is away for a moment, and no longer', async () => {
    let asked = 0;
    const flaky = await prometheus((counter, role) => {
      asked += 1;
      if (asked <= 6) return Number.NaN;
      return counter === 'accepted_count' ? 5000 : role === 'candidate' ? 600 : 500;
    });
    expect(await decideWith(options(flaky), io(), clock())).toBe(0);
    const broken = await prometheus(() => Number.NaN);
    await expect(decideWith(options(broken), io(), clock())).rejects.toThrow('expected one number');
  });

  test('a hypothesis that is none is exit code 2', async () => {
    await expect(decideWith(options('http://x', { hypothesis: '{' }), io(), clock())).rejects.toThrow('--hypothesis');
    await expect(decideWith(options('http://x', { hypothesis: '{}' }), io(), clock())).rejects.toThrow('must have required property');
    await expect(decideWith(options('ftp://x'), io(), clock())).rejects.toThrow('expected an http address');
  });
});

describe('experiment share', () => {
  const share = (percent: string): Given => ({ reward: 'accepted', percent });

  test('is earned when Thompson sampling would give it', async () => {
    // The candidate is better from the 30th minute on.
    const address = await prometheus((counter, role, seconds) => {
      if (counter === 'accepted_count') return 200;
      return counter === 'accepted_sum' ? (role === 'candidate' && seconds >= 1800 ? 60 : 20) : null;
    });
    const terminal = io();
    expect(await shareWith(options(address, { ...share('60'), json: true }), terminal, clock())).toBe(0);
    const { earned } = JSON.parse(terminal.printed.out) as { earned: number };
    expect(earned).toBeGreaterThan(99);
    expect(terminal.printed.err.trim().split('\n')).toHaveLength(29);
  });

  test('is not earned without data, nor by a worse candidate', async () => {
    expect(await shareWith(options(await prometheus(() => null), share('5')), io(), clock())).toBe(1);
    const worse = await prometheus((counter, role) => (counter === 'accepted_count' ? 1000 : role === 'candidate' ? 50 : 100));
    expect(await shareWith(options(worse, share('5')), io(), clock())).toBe(1);
  });
});

describe('experiment compare', () => {
  async function comparison(candidate: Answer, ...more: readonly string[]) {
    const lines = Array.from({ length: 100 }, (_, x) => JSON.stringify({ x }));
    const log = await serve((_, response) => response.end(`${lines.join('\n')}\n`));
    const stable = await serve((_, response, body) =>
      response.end(JSON.stringify({ y: (JSON.parse(body) as { x: number }).x / 3, label: 'a' })),
    );
    const terminal = io();
    const code = await main(
      [
        ...[
          'experiment',
          'compare',
          '--requests',
          `${log}/calls.jsonl`,
          '--stable',
          `${stable}/predict`,
          '--candidate',
          `${await serve(candidate)}/predict`,
        ],
        ...['--minimum-sample', '50', '--max-disagreement', '0.1', '--tolerance', '0.001', ...more],
      ],
      terminal,
    );
    return { code, ...terminal.printed };
  }
  const x = (body: string): number => (JSON.parse(body) as { x: number }).x;

  test('numbers within the tolerance are the same', async () => {
    const answer: Answer = (_, response, body) => response.end(JSON.stringify({ label: 'a', y: x(body) / 3 + 0.0005 }));
    expect(await comparison(answer)).toMatchObject({ code: 0, out: '0 of 100 answers differ\n' });
  });

  test('too many other answers, or none, are a failure', async () => {
    const otherLabel: Answer = (_, response, body) => response.end(JSON.stringify({ label: x(body) < 11 ? 'b' : 'a', y: x(body) / 3 }));
    expect(await comparison(otherLabel)).toMatchObject({ code: 1, out: '11 of 100 answers differ\n' });
    const broken: Answer = (_, response) => response.writeHead(500).end();
    expect(await comparison(broken)).toMatchObject({ code: 1, out: '100 of 100 answers differ\n' });
    const few: Answer = (_, response, body) => response.end(JSON.stringify({ label: x(body) < 10 ? 'b' : 'a', y: x(body) / 3 }));
    expect(await comparison(few)).toMatchObject({ code: 0 });
  });

  test('a sample that is too small proves nothing', async () => {
    const answer: Answer = (_, response, body) => response.end(JSON.stringify({ label: 'a', y: x(body) / 3 }));
    expect(await comparison(answer, '--minimum-sample', '101')).toMatchObject({ code: 1, out: '0 of 100 answers differ\n' });
  });

  test('a log that does not answer is exit code 2', async () => {
    const answer: Answer = (_, response) => response.end('{}');
    const gone = await serve((_, response) => response.writeHead(404).end());
    expect(await comparison(answer, '--requests', gone)).toMatchObject({ code: 2 });
  });
});
