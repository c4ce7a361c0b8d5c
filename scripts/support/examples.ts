/** A TypeScript block of a Markdown file, or of the docstrings of a source file. */
export interface CodeBlock {
  readonly code: string;
  /** The compiler's errors that it shows, by their codes: fenced with `ts errors=2345,2322`. */
  readonly errors: readonly number[];
}

const fencedBlock =
  /^(?<prefix> \* | {2,}\* |)```ts\b(?<flag>[^\n]*)$\n(?<code>.*?)^\1```$(?:\s+^\1```txt$\n(?<output>.*?)^\1```$)?/gms;

/**
 * The `ts` blocks of a text.
 *
 * @throws {Error} When a fence has an unknown flag, or when no output follows a program.
 */
export function codeBlocks(text: string): CodeBlock[] {
  return [...text.matchAll(fencedBlock)].map(({ groups = {} }) => {
    const { prefix = '', flag = '', code = '', output } = groups;
    const isProgram = flag === ' run';
    const errors = /^ errors=(\d+(?:,\d+)*)$/.exec(flag)?.[1]?.split(',').map(Number) ?? [];
    if (flag !== '' && !isProgram && errors.length === 0) {
      throw new Error(`A block is fenced with "ts${flag}": it can be "ts", "ts run" or "ts errors=2345".`);
    }
    if (isProgram && output === undefined) throw new Error(`No "txt" block says what this program prints:\n${code}`);
    return { code: withoutPrefix(code, prefix), errors };
  });
}

function withoutPrefix(code: string, prefix: string): string {
  return code
    .split('\n')
    .map((line) => (line.startsWith(prefix) ? line.slice(prefix.length) : line.trim().replace(/^\*$/, '')))
    .join('\n');
}
