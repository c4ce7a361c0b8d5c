/** What needs zod and not ky, over what needs neither. */
export * from '../../src/schemas/resource.ts';
export * from './helpers.ts';
