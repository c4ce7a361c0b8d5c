import { readdirSync, readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The files of the built page. */
export interface PageFiles {
  send(pathname: string, response: ServerResponse): void;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const securityHeaders = {
  'content-security-policy': "default-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/**
 * Reads the built page into memory: what is not there at the start cannot be asked for, whatever path somebody sends.
 *
 * @throws {Error} When the page is not built.
 */
export function loadPageFiles(folder: URL): PageFiles {
  const root = fileURLToPath(folder);
  const files = new Map<string, { readonly body: Buffer; readonly headers: Record<string, string> }>();
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const name = `/${path.relative(root, file).replaceAll(path.sep, '/')}`;
    const headers = {
      'content-type': contentTypes[path.extname(name)] ?? 'application/octet-stream',
      // The names of assets change with their content.
      'cache-control': name.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    };
    // `/index.html` is found at `/`, `/demo.html` at `/demo`.
    files.set(name.replace(/(index)?\.html$/, ''), { body: readFileSync(file), headers });
  }
  return {
    send: (pathname, response) => {
      const file = files.get(pathname);
      if (file === undefined) response.writeHead(404, securityHeaders).end('Not found');
      else response.writeHead(200, { ...securityHeaders, ...file.headers }).end(file.body);
    },
  };
}
