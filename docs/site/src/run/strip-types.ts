import { transform } from 'sucrase';

/** Makes JavaScript that a run can evaluate, its imports as calls of `require`. @throws {SyntaxError} */
export function stripTypes(code: string): string {
  return transform(code, { transforms: ['typescript', 'imports'], disableESTransforms: true }).code;
}
