import { UserError } from '../errors.ts';
import { flag, text, type Command } from './command.ts';

/** What an init container runs before a server starts: the model file, or nothing. */
export const artifactFetch: Command = {
  name: 'artifact fetch',
  summary: 'download a model file and check its length and sha256',
  options: [
    { flags: '--url <url>', kind: 'text', help: 'address of the file, https', required: true },
    { flags: '--sha256 <hex>', kind: 'text', help: 'its checksum', required: true },
    { flags: '--bytes <number>', kind: 'text', help: 'its length', required: true },
    { flags: '--output <file>', kind: 'text', help: 'where to put it', required: true },
  ],
  examples: [
    [
      'modelgate artifact fetch --url https://models.example.com/churn.onnx --sha256 <hex> --bytes 159306 --output /model/model.onnx',
      'the file, or exit code 2',
    ],
  ],
  async run(given, io) {
    const url = text(given, 'url') ?? '';
    const output = text(given, 'output') ?? '';
    const { fetchArtifact } = await import('../jobs/artifact/fetch.ts');
    const bytes = length(text(given, 'bytes') ?? '');
    await fetchArtifact({ url: address(url), sha256: checksum(text(given, 'sha256') ?? ''), bytes, output });
    if (flag(given, 'json')) io.out(`${JSON.stringify({ schemaVersion: 1, output, bytes }, null, 2)}\n`);
    else io.out(`${output}: ${String(bytes)} bytes, checksum as expected\n`);
    return 0;
  },
};

/** Plain HTTP is for a proxy or a store on the same machine only. */
const LOCAL = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?\//;

function address(url: string): string {
  if (/^https:\/\/[^\s@]+$/.test(url) || LOCAL.test(url)) return url;
  throw new UserError(
    'usage.bad_url',
    `--url is ${JSON.stringify(url)}; expected https and no credentials in it`,
    'Give the address of the file.',
  );
}

function checksum(given: string): string {
  if (/^[0-9a-f]{64}$/.test(given)) return given;
  throw new UserError(
    'usage.bad_checksum',
    `--sha256 is ${JSON.stringify(given)}; expected 64 hexadecimal digits in lower case`,
    'Take it from release.yaml.',
  );
}

function length(given: string): number {
  if (/^[1-9]\d{0,14}$/.test(given)) return Number(given);
  throw new UserError(
    'usage.bad_number',
    `--bytes is ${JSON.stringify(given)}; expected a whole number above zero`,
    'Take it from release.yaml.',
  );
}
