/** Programs whose types are checked. */
export interface Program {
  readonly file: string;
  /** What `#client` is in that file. */
  readonly client?: string;
}

/** What the compiler's own library costs whatever it compiles. */
export const nothing: Program = { file: 'nothing.ts' };
export const plain: Program = { file: 'every-method.ts', client: 'types/plain-client.ts' };
export const miosa: Program = { file: 'every-method.ts', client: 'node_modules/miosa-client' };
export const openai: Program = { file: 'openai.ts' };
export const vercel: Program = { file: 'vercel.ts' };
