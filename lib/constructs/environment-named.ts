import type { Config } from '../contracts/config.ts';
import { UserError } from '../errors.ts';

/** @throws UserError `config.unknown_environment` */
export function environmentNamed(config: Config, environment: string): Config['environments'][number] {
  const shared = config.environments.find(({ name }) => name === environment);
  if (shared === undefined) {
    throw new UserError(
      'config.unknown_environment',
      `modelgate.config.ts: environment ${JSON.stringify(environment)} is not declared; expected one of ${config.environments.map(({ name }) => name).join(', ')}`,
      'Name one of them, or declare it.',
    );
  }
  return shared;
}
