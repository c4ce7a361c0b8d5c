/** What needs zod and not ky, over what needs neither. */
export * from '../../src/schemas/decoder.ts';
export * from './helpers.ts';
