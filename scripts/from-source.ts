/** For `node --import`: resolves `miosa-client` to its sources, so that examples need no build and leave none behind. */
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import packageJson from '../package.json' with { type: 'json' };
import { sources } from './support/entries.ts';

// A build replaces the name by its value.
Object.assign(globalThis, { __MIOSA_CLIENT_VERSION__: packageJson.version });

registerHooks({
  resolve: (specifier, context, nextResolve) => {
    const source = sources[specifier];
    return nextResolve(source === undefined ? specifier : pathToFileURL(source).href, context);
  },
});
