import assert from 'node:assert/strict';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { codeBlocks } from '../../../scripts/support/examples.ts';
import type { Check } from '../support/check.ts';
import { type CompilerOptions, compile, nodeTypes } from '../support/compile.ts';
import { type Installation, project } from '../support/project.ts';

/** A runtime, and what brings its types. */
interface Runtime {
  readonly name: string;
  readonly options: CompilerOptions;
  /** What it has not, and some guides use. */
  readonly lacks?: string;
}

const runtimes: readonly Runtime[] = [
  { name: 'Workers', options: { types: ['@cloudflare/workers-types'] }, lacks: 'process.' },
  // Its own declarations do not fit those of Node that it is installed with.
  { name: 'Bun', options: { types: ['bun-types'], skipLibCheck: true } },
  { name: 'Node', options: nodeTypes },
];

/** Compiles the code of the packed guides, without the DOM, where a runtime's own types are what there is. */
export function guideChecks(installation: Installation, tool: string): Check[] {
  return runtimes.map(({ name, options, lacks }) => ({
    name: `the guides, with the types of ${name}`,
    run: async () => {
      const folder = project(installation, `${tool} guides ${name}`, 'typescript');
      const blocks = guideBlocks(installation.package).filter((block) => lacks === undefined || !block.includes(lacks));
      assert(blocks.some((block) => block.includes('function proxy(')));
      const files = blocks.map((block, index) => {
        const file = `guide-block-${index}.ts`;
        writeFileSync(path.join(folder, file), block);
        return file;
      });
      await compile(tool, folder, { module: 'preserve', lib: ['ESNext'], ...options }, [...files, 'runtime.ts']);
    },
  }));
}

/** The blocks that import nothing but the package, and compile. */
function guideBlocks(folder: string): string[] {
  return globSync(['README.md', 'docs/guides/*.md'], { cwd: folder })
    .flatMap((file) => codeBlocks(readFileSync(path.join(folder, file), 'utf8')))
    .filter(({ errors }) => errors.length === 0)
    .map(({ code }) => code)
    .filter((block) => !/ from '(?!miosa-client(\/testing)?')/.test(block));
}
