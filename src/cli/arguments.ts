import { parseArgs } from 'node:util';
import type { FaultOptions, MiosaEmulatorOptions } from 'miosa-client/testing';
import { UsageRefusal } from './refusal.ts';

/** An option of the command, as `parseArgs` takes it, and what else is known of it. */
interface Option {
  readonly type: 'string' | 'boolean';
  readonly multiple?: true;
  /** What stands for its value in the help. */
  readonly value?: string;
  /** The option of `createMiosaEmulator` or `listen` that it sets, as messages name it. */
  readonly sets?: string;
  readonly help: string;
}

const optionTypes = {
  port: { type: 'string', value: 'N', sets: 'port', help: 'the port; 0 for any that is free. Default: 4747' },
  'host-name': {
    type: 'string',
    multiple: true,
    value: 'NAME',
    sets: 'hosts',
    help: 'a further name that requests may use as their Host; repeatable',
  },
  seed: { type: 'string', value: 'FILE', help: 'JSON with the workspaces and projects to start with' },
  'api-key': {
    type: 'string',
    multiple: true,
    value: 'KEY',
    sets: 'apiKeys',
    help: 'a key that is accepted; repeatable. Default: any key',
  },
  'tenant-id': { type: 'string', value: 'ID', sets: 'tenantId', help: "the organization's id" },
  'preview-domain': {
    type: 'string',
    value: 'DOMAIN',
    sets: 'previewDomain',
    help: "the organization's preview domain",
  },
  'pending-dns-checks': {
    type: 'string',
    value: 'N',
    sets: 'pendingDnsChecks',
    help: 'DNS checks that find a domain pending. Default: 2',
  },
  'no-idempotency': { type: 'boolean', help: 'idempotency keys are not honoured' },
  paging: { type: 'string', value: 'STYLE', sets: 'paging', help: 'none, page, meta or cursor. Default: none' },
  'list-lag-ms': { type: 'string', value: 'MS', sets: 'listLagMs', help: 'how long lists lag behind writes' },
  'rate-limit': {
    type: 'string',
    value: 'REQUESTS/MS',
    sets: 'rateLimit',
    help: 'requests of a key in a window, such as 60/60000; more get 429',
  },
  'rate-limit-endpoint': {
    type: 'string',
    value: 'ENDPOINT',
    sets: 'rateLimit.endpoint',
    help: 'the only one that is limited, such as "POST /projects"',
  },
  'fault-rate': {
    type: 'string',
    value: 'SHARE',
    sets: 'faults.rate',
    help: 'the share of requests that meet a fault, 0 to 1. Default with another fault option: 0.2',
  },
  'fault-kinds': {
    type: 'string',
    value: 'KIND,KIND',
    sets: 'faults.kinds',
    help: 'such as 503,drop-after,latency. Default: all',
  },
  'fault-seed': { type: 'string', value: 'N', sets: 'faults.seed', help: 'repeats the faults of an earlier run' },
  'fault-max-consecutive': {
    type: 'string',
    value: 'N',
    sets: 'faults.maxConsecutive',
    help: 'consecutive attempts of a call that may fail. Default: 3',
  },
  'fault-latency-ms': {
    type: 'string',
    value: 'MS',
    sets: 'faults.latencyMs',
    help: 'the longest delay. Default: 100',
  },
  'fault-hint-ms': {
    type: 'string',
    value: 'MS',
    sets: 'faults.hintMs',
    help: 'the longest wait that a 429 asks for. Default: 1000',
  },
  help: { type: 'boolean', help: 'this text' },
  version: { type: 'boolean', help: 'the version of the package' },
} as const satisfies Readonly<Record<string, Option>>;

const optionList: readonly (readonly [string, Option])[] = Object.entries(optionTypes);

/** What `--help` says. */
export function helpText(): string {
  const rows = optionList.map(([name, { value = '', help }]) => [`  --${name} ${value}`, help] as const);
  const width = Math.max(...rows.map(([option]) => option.length)) + 2;
  return `npx miosa-client emulator [options]

Serves an in-memory MIOSA over HTTP, on this machine only, until it is stopped. Prints its address, for MIOSA_BASE_URL,
then each request.

${rows.map(([option, help]) => option.padEnd(width) + help).join('\n')}`;
}

/** What the command was asked to do. */
export type Invocation =
  | { readonly asks: 'help' }
  | { readonly asks: 'version' }
  | {
      readonly asks: 'emulator';
      readonly port: number;
      readonly hosts: readonly string[];
      /** The file with the seeds. */
      readonly seed: string | undefined;
      readonly emulator: MiosaEmulatorOptions;
    };

/**
 * Reads the arguments of the command. What an option of the emulator may be is left to the emulator.
 *
 * @throws {@link UsageRefusal} When there is no such command or option, or a value is missing.
 */
export function readArguments(args: readonly string[]): Invocation {
  const { values, positionals } = parse(args);
  if (values.help) return { asks: 'help' };
  if (values.version) return { asks: 'version' };
  const [command, surplus] = positionals;
  if (command === undefined) throw new UsageRefusal('Name a command: the only one is emulator.');
  if (command !== 'emulator') throw new UsageRefusal(`There is no command "${command}", only emulator.`);
  if (surplus !== undefined) throw new UsageRefusal('emulator takes options alone.');
  const { seed, port, 'host-name': hosts = [] } = values;
  return { asks: 'emulator', port: number(port) ?? 4747, hosts, seed, emulator: emulatorOptions(values) };
}

/** The problem that an emulator or a server has with an option, as one that the command has. */
export function asUsageRefusal({ message }: Error): UsageRefusal {
  const [subject = ''] = message.split(' ');
  const name = optionList.find(([, { sets }]) => sets === subject)?.[0];
  return new UsageRefusal(name === undefined ? message : `--${name}${message.slice(subject.length)}`);
}

// The types of the values follow from the table.
function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: optionTypes, allowPositionals: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Node goes on to advise how such an argument could be passed as a positional one, of which there is none.
    throw new UsageRefusal(error.message.replace(/\. To specify a positional.*/s, '.'));
  }
}

function emulatorOptions(values: ReturnType<typeof parse>['values']): MiosaEmulatorOptions {
  return {
    apiKeys: values['api-key'],
    tenantId: values['tenant-id'],
    previewDomain: values['preview-domain'],
    pendingDnsChecks: number(values['pending-dns-checks']),
    idempotency: !values['no-idempotency'],
    // The emulator checks which ones there are.
    paging: values.paging as MiosaEmulatorOptions['paging'],
    listLagMs: number(values['list-lag-ms']),
    rateLimit: rateLimit(values['rate-limit'], values['rate-limit-endpoint']),
    faults: ifAny({
      rate: number(values['fault-rate']),
      // The emulator checks these, too.
      kinds: values['fault-kinds']?.split(',') as FaultOptions['kinds'],
      seed: number(values['fault-seed']),
      maxConsecutive: number(values['fault-max-consecutive']),
      latencyMs: number(values['fault-latency-ms']),
      hintMs: number(values['fault-hint-ms']),
    }),
  };
}

/** What is no number becomes `NaN`, which no option takes: `Number('')` would be 0. */
function number(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text || Number.NaN);
}

function rateLimit(limit: string | undefined, endpoint: string | undefined): MiosaEmulatorOptions['rateLimit'] {
  if (limit === undefined && endpoint === undefined) return undefined;
  const [, requests, windowMs] = /^([1-9]\d*)\/([1-9]\d*)$/.exec(limit ?? '') ?? [];
  if (requests === undefined || windowMs === undefined) {
    throw new UsageRefusal('--rate-limit must be requests and milliseconds, such as 60/60000.');
  }
  return { requests: Number(requests), windowMs: Number(windowMs), endpoint };
}

/** Faults that are `{}` would be faults. */
function ifAny(faults: FaultOptions): FaultOptions | undefined {
  return Object.values(faults).some((value) => value !== undefined) ? faults : undefined;
}
