/** The `ts` code blocks of a Markdown file, or of the docstrings of a source file. */
export function codeBlocks(text: string): string[] {
  return [...text.matchAll(/^( \* | {2,}\* |)```ts\n(.*?)^\1```$/gms)].map(([, prefix = '', code = '']) =>
    code
      .split('\n')
      .map((line) => (line.startsWith(prefix) ? line.slice(prefix.length) : line.trim().replace(/^\*$/, '')))
      .join('\n'),
  );
}
