import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { decode, encode, type SourceMapSegment } from '@jridgewell/sourcemap-codec';

/** What a source map of esbuild holds. */
interface SourceMap {
  readonly sources: readonly string[];
  readonly sourcesContent: readonly string[];
  readonly names: readonly string[];
  readonly mappings: string;
}

/** The sources of every map in a folder. */
export function mappedSources(folder: string): string[] {
  return globSync('**/*.js.map', { cwd: folder }).flatMap((file) => [...readMap(path.join(folder, file)).sources]);
}

/**
 * Makes the maps of a folder small: only the package's own sources stay, and of the positions in a line those that
 * lead to another line. Stacks and breakpoints go by lines; columns would add half a megabyte.
 */
export function shrinkSourceMaps(folder: string): void {
  for (const file of globSync('**/*.js.map', { cwd: folder })) {
    const name = path.join(folder, file);
    writeFileSync(name, JSON.stringify(withOwnSources(readMap(name))));
  }
}

function readMap(file: string): SourceMap {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function withOwnSources(map: SourceMap): SourceMap {
  const own = map.sources.flatMap((source, index) => (source.includes('node_modules/') ? [] : [index]));
  const position = new Map(own.map((index, newIndex) => [index, newIndex]));
  const shrink = (segments: readonly SourceMapSegment[]): SourceMapSegment[] => {
    const kept: SourceMapSegment[] = [];
    for (const [column, source, line] of segments) {
      const index = source === undefined ? undefined : position.get(source);
      const last = kept.at(-1);
      if (last?.[1] === index && last?.[2] === (index === undefined ? undefined : line)) continue;
      // A segment of a column alone ends the one before: what follows has no source here.
      kept.push(index === undefined || line === undefined ? [column] : [column, index, line, 0]);
    }
    return kept;
  };
  return {
    ...map,
    sources: own.map((index) => map.sources[index] ?? ''),
    sourcesContent: own.map((index) => map.sourcesContent[index] ?? ''),
    names: [],
    mappings: encode(decode(map.mappings).map(shrink)),
  };
}
