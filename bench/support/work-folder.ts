import path from 'node:path';

export const benchFolder: string = path.resolve(import.meta.dirname, '..');
export const rootFolder: string = path.resolve(benchFolder, '..');

/** Inside `node_modules`: it is ignored by every tool, and what lies in it finds the peers as a user's code would. */
export const workFolder: string = path.join(benchFolder, 'node_modules', '.work');
