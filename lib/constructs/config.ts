import { Config } from '../contracts/config.ts';
import { parse } from '../contracts/schema.ts';
import { UserError } from '../errors.ts';
import { checkWindows } from './delivery/check-windows.ts';
import { Mistakes } from './mistakes.ts';
import { checkCertificates } from './traffic/check-certificates.ts';

/**
 * What all models of a repository share: the default export of `modelgate.config.ts`.
 * @throws UserErrors `schema.invalid`, `config.invalid`; UserError `config.duplicate_environment`
 */
export function defineConfig(config: Config): Config {
  const checked = parse(Config, config, 'modelgate.config.ts');
  const names = checked.environments.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new UserError(
      'config.duplicate_environment',
      `modelgate.config.ts: environment ${twice} is declared twice; expected each once`,
      'Remove one of the two.',
    );
  }
  const mistakes = new Mistakes('modelgate.config.ts', 'config.invalid');
  for (const [what, url] of [
    ['repository.url', checked.repository.url],
    ['prometheus.address', checked.prometheus.address],
    ...checked.environments.map(({ name, server }) => [`environments.${name}.server`, server] as const),
  ] as const) {
    if (!URL.canParse(url)) mistakes.note(what, url, 'expected an address', 'Write it like https://git.example.com/team/models.git.');
  }
  checkWindows(checked, mistakes);
  checkCertificates(checked, mistakes);
  if (!mistakes.isEmpty()) throw mistakes.errors();
  return checked;
}
