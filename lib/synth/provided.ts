import { createRequire } from 'node:module';
import * as cdk8s from 'cdk8s';
import * as constructs from 'constructs';
import { UserError } from '../errors.ts';
import * as framework from '../index.ts';
import { PROVIDER, type Provided } from './names.ts';

/** The same exports, over a prototype that says which one isn't there (else it would be undefined somewhere later). */
function strict(name: Provided, exported: object): object {
  const refuse = new Proxy(
    {},
    {
      get: (_, key) => {
        if (typeof key === 'symbol' || key === '__esModule') return undefined;
        throw new UserError('model.unknown_export', `'${name}' exports no ${key}; expected a name that it has`, 'Correct the import.');
      },
    },
  );
  return Object.create(refuse, Object.getOwnPropertyDescriptors(exported)) as object;
}

/** Makes the framework's own modules available to a bundle in this thread. */
export function provideModules(): void {
  const require = createRequire(import.meta.url);
  const load: Readonly<Record<Provided, () => object>> = {
    modelgate: () => framework,
    cdk8s: () => cdk8s,
    constructs: () => constructs,
    // Costs more than all others together, and few declarations need it.
    'cdk8s-plus-27': () => require('cdk8s-plus-27') as object,
  };
  Reflect.set(globalThis, PROVIDER, (name: Provided) => strict(name, load[name]()));
}
