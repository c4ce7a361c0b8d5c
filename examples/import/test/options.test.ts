import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOptions, UsageError } from '../src/options.ts';

test('an import in this process needs nothing but a file', () => {
  assert.deepEqual(readOptions(['customers.csv']), {
    command: 'import',
    file: 'customers.csv',
    redis: undefined,
    workers: 1,
    rate: 85,
    concurrency: 10,
    attempts: 8,
    backoff: 2000,
  });
});

test('each command is chosen by its option', () => {
  for (const command of ['worker', 'status', 'retry-failed'] as const) {
    assert.equal(readOptions([`--${command}`, '--redis', 'rediss://redis.example:6380']).command, command);
  }
  assert.equal(readOptions(['--help']).command, 'help');
});

test('what cannot be carried out is refused, with what to write instead', () => {
  for (const [args, message] of [
    [[], /^Which file\?/],
    [['a.csv', 'b.csv'], /^b\.csv is one argument too many/],
    [['a.csv', '--rate', '0'], /^--rate must be a whole number from 1, not "0"/],
    [['a.csv', '--concurrency', '1.5'], /^--concurrency must be a whole number/],
    [['a.csv', '--workers', 'many'], /^--workers must be a whole number from 0/],
    [['a.csv', '--redis', 'localhost:6379'], /^--redis must be a URL such as/],
    [['--worker'], /^--worker needs --redis/],
    [['--status', '--worker', '--redis', 'redis://localhost'], /^Choose one of --worker, --status/],
    [['a.csv', '--status', '--redis', 'redis://localhost'], /^a\.csv is one argument too many/],
    [['a.csv', '--speed', '9'], /--speed/],
  ] as const) {
    assert.throws(
      () => readOptions(args),
      (error) => error instanceof UsageError && message.test(error.message),
    );
  }
});
