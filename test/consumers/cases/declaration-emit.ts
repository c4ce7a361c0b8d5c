import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Check } from '../support/check.ts';
import { type CompilerOptions, compile } from '../support/compile.ts';
import { type Installation, project } from '../support/project.ts';

/** A consumer that publishes declarations of its own. */
interface Consumer {
  readonly name: string;
  /** Of its `package.json`. */
  readonly type: 'module' | 'commonjs';
  readonly options: CompilerOptions;
  /** Which fixtures of declarations it has. */
  readonly fixtures: readonly string[];
}

const everywhere = ['client', 'elsewhere', 'request', 'testing'];

/**
 * Emits the declarations of consumers: what TypeScript infers of anything that the package exports must have a name that
 * can be imported.
 *
 * @param commonjs - What this release compiles CommonJS with by default.
 */
export function emitChecks(installation: Installation, tool: string, commonjs: CompilerOptions): Check[] {
  const msw = commonjs['moduleResolution'] === 'node10' ? [] : ['msw'];
  const consumers: readonly Consumer[] = [
    {
      name: 'nodenext, ES modules',
      type: 'module',
      options: { module: 'nodenext' },
      fixtures: [...everywhere, 'msw', 'awaited'],
    },
    {
      name: 'nodenext, CommonJS',
      type: 'commonjs',
      options: { module: 'nodenext' },
      fixtures: [...everywhere, 'msw'],
    },
    {
      name: 'preserve, bundler',
      type: 'module',
      options: { module: 'preserve' },
      fixtures: [...everywhere, 'msw', 'awaited'],
    },
    // TypeScript 6 finds the names of a CommonJS build by the condition `default` alone.
    { name: 'commonjs', type: 'commonjs', options: commonjs, fixtures: [...everywhere, ...msw] },
  ];
  return consumers.map((consumer) => emitCheck(installation, tool, consumer));
}

function emitCheck(installation: Installation, tool: string, { name, type, options, fixtures }: Consumer): Check {
  const emit = async (): Promise<void> => {
    const folder = project(installation, `${tool} ${name}, declarations`, 'declarations', { type });
    const emitting = { ...options, noEmit: false, declaration: true, emitDeclarationOnly: true, outDir: 'emitted' };
    await compile(
      tool,
      folder,
      emitting,
      fixtures.map((fixture) => `${fixture}.ts`),
    );
    const emitted = globSync('emitted/*.d.ts', { cwd: folder });
    assert.equal(emitted.length, fixtures.length);
    const names = emitted.flatMap((file) => {
      const text = readFileSync(path.join(folder, file), 'utf8');
      return [...text.matchAll(/(?:from |import\()["']([^"']+)/g)].map(([, imported = '']) => imported);
    });
    const foreign = names.filter((each) => !/^(miosa-client(\/testing(\/\w+)?)?|msw\/http|\.\/\w+\.js)$/.test(each));
    assert.deepEqual(foreign, []);
  };
  return { name: `${name}, declarations of a consumer`, run: emit };
}
