/** What works without the client, and the error classes: this chunk brings neither ky nor zod. */
export * from '../../src/errors/api-errors.ts';
export * from '../../src/errors/client-errors.ts';
export * from '../../src/errors/is-miosa-error.ts';
export * from '../../src/errors/miosa-error.ts';
export * from '../../src/resources/dns-records.ts';
export * from '../../src/resources/ownership.ts';
