/** What works without the client, and the error classes: this chunk brings neither ky nor zod. */
export * from '../../src/errors/errors.ts';
export * from '../../src/resources/dns-records.ts';
export * from '../../src/resources/ownership.ts';
