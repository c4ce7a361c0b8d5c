import { closeSync, openSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { listen } from 'miosa-client/testing/node';
import packageJson from '../../package.json' with { type: 'json' };
import { isHeaderToken } from '../../src/http/headers.ts';
import { facts } from '../facts/index.ts';
import { questions } from '../questions/index.ts';
import { Api, ConnectionLost } from './api.ts';
import { emulatorContext, openEmulator, ownContext } from './emulator.ts';
import { Lab, prefix } from './lab.ts';
import { type Column, summaryOf, tablesOf, withoutSecrets } from './report.ts';
import { run } from './run.ts';
import { codeOf, describe, listIn, NotSeen } from './seen.ts';
import type { Context } from './types.ts';

/** What the program gets from the process that calls it. */
export interface Caller {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly print: (text: string) => void;
  /** Shows what is being done now. */
  readonly progress: (text: string) => void;
  /** Aborted by Ctrl-C. */
  readonly interrupted: AbortSignal;
}

const { version } = packageJson;

const usage = `npm run conformance -- [options]

Checks what is documented of the MIOSA API, and asks what is not: with MIOSA_API_KEY against the API (MIOSA_BASE_URL, or
https://api.miosa.ai/api/v1), without against the emulator.

  --yes                     create what it says it will create
  --read-only               send GET requests alone
  --rate NUMBER             requests a minute, 30 unless given
  --report FILE             write what was found as Markdown
  --foreign-project UUID    a project of another organization, which the key must not find`;

const optionTypes = {
  yes: { type: 'boolean', default: false },
  'read-only': { type: 'boolean', default: false },
  rate: { type: 'string', default: '30' },
  report: { type: 'string' },
  'foreign-project': { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** The run cannot begin; the message says what to do. */
class Stopped extends Error {}

/**
 * Runs the suite.
 *
 * @returns The exit code: 1 when a fact does not hold, 2 when the suite could not run, 130 after Ctrl-C.
 */
export async function runProgram(caller: Caller): Promise<number> {
  const { MIOSA_API_KEY: apiKey = '' } = caller.env;
  const print = (text: string) => caller.print(withoutSecrets(text, apiKey));
  try {
    return await runWith({ ...caller, print });
  } catch (error) {
    if (caller.interrupted.aborted) return 130;
    const isExpected = error instanceof Stopped || error instanceof ConnectionLost;
    print(isExpected || !(error instanceof Error) ? String(error).replace(/^Error: /, '') : `${error.stack}`);
    return 2;
  }
}

async function runWith(caller: Caller): Promise<number> {
  const { print, env } = caller;
  const options = optionsOf(caller.args);
  if (options.help) {
    print(usage);
    return 0;
  }
  if (options.report !== undefined) checkWritable(options.report);
  const { MIOSA_API_KEY: apiKey = '' } = env;
  const columns = apiKey === '' ? await checkEmulator(caller) : await checkServer(caller, apiKey, options);
  const tables = tablesOf(columns, facts, questions);
  const summary = columns.map(({ name, findings }) => `- ${name}: ${summaryOf(findings)}`).join('\n');
  print(`\n${tables}\n${summary}`);
  if (options.report !== undefined) {
    const head = `# Conformance\n\nmiosa-client ${version}, Node ${process.versions.node}\n\n${summary}`;
    writeFileSync(options.report, withoutSecrets(`${head}\n\n${tables}`, apiKey));
  }
  const lost = columns.map(({ findings }) => findings.lost).find((error) => error !== undefined);
  if (lost !== undefined) throw lost;
  const results = columns.flatMap(({ findings }) => [...findings.facts.values()]);
  return results.some(({ outcome }) => outcome === 'does not hold') ? 1 : 0;
}

/** @throws {Stopped} When a report cannot be written, before it costs a run. */
function checkWritable(file: string): void {
  try {
    closeSync(openSync(file, 'a'));
  } catch (error) {
    throw new Stopped(`The report cannot be written: ${error instanceof Error ? error.message : error}.`);
  }
}

type Options = ReturnType<typeof optionsOf>;

function optionsOf(args: readonly string[]) {
  try {
    const { values } = parseArgs({ args: [...args], options: optionTypes });
    const rate = Number(values.rate);
    if (!(rate > 0)) throw new Error('--rate must be a number above 0.');
    return { ...values, rate };
  } catch (error) {
    throw new Stopped(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}

async function checkEmulator({ print, progress, interrupted: signal }: Caller): Promise<readonly Column[]> {
  print('MIOSA_API_KEY is not set: this checks the emulator, in memory and over HTTP.');
  const inMemory = await run(emulatorContext(), { facts, questions, onProgress: progress });
  await using server = await listen(openEmulator());
  const overHttp = await run(ownContext({ baseUrl: server.url, signal }), { facts, questions, onProgress: progress });
  return [
    { name: 'emulator in memory', findings: inMemory },
    { name: 'emulator over HTTP', findings: overHttp },
  ];
}

async function checkServer(caller: Caller, apiKey: string, options: Options): Promise<readonly Column[]> {
  const { print, interrupted: signal } = caller;
  if (!isHeaderToken(apiKey)) throw new Stopped('MIOSA_API_KEY has a space, a line break or another such character.');
  const baseUrl = baseUrlOf(caller);
  const isReadOnly = options['read-only'];
  const { requests, workspaces } = await estimate(isReadOnly);
  const minutes = Math.ceil(requests / options.rate);
  print(`This sends about ${requests} requests to ${baseUrl.host}, in about ${minutes} minutes.`);
  if (isReadOnly) print(`They are GET requests alone: ${leftOut()}.`);
  else {
    print(
      `It creates about ${workspaces} workspaces, and projects in them. Their names begin with ${prefix}; they are ` +
        'deleted at the end, with what is in them. Nothing else is changed.',
    );
    if (!options.yes) throw new Stopped('Pass --yes to agree, or --read-only to create nothing.');
  }
  const api = new Api({
    baseUrl: baseUrl.href,
    apiKey,
    fetch: globalThis.fetch,
    signal,
    requestsPerMinute: options.rate,
    onWait: (seconds) => caller.progress(`The server limits requests: waiting ${seconds} s`),
  });
  const context = { api, lab: new Lab(api, isReadOnly), isOwn: false, foreignProject: options['foreign-project'] };
  const findings = await cleanedUp(context, caller, async () => {
    await checkAccess(context, isReadOnly);
    let count = 0;
    const all = facts.length + questions.length;
    const onProgress = (id: string) => caller.progress(`${++count} of ${all}: ${id}`);
    return run(context, { facts, questions, isReadOnly, onProgress });
  });
  return [
    { name: 'emulator', findings: await run(emulatorContext(), { facts, questions }) },
    { name: 'this server', findings },
  ];
}

/** @throws {Stopped} When it is not an address, or one that holds a password. */
function baseUrlOf({ env }: Caller): URL {
  const baseUrl = URL.parse(env['MIOSA_BASE_URL'] || 'https://api.miosa.ai/api/v1');
  if (!baseUrl?.protocol.startsWith('http')) throw new Stopped('MIOSA_BASE_URL is not a valid URL.');
  if (`${baseUrl.username}${baseUrl.password}` !== '') throw new Stopped('MIOSA_BASE_URL must not hold a password.');
  return baseUrl;
}

/** What a run takes on a server that is not one's own. */
async function estimate(isReadOnly: boolean): Promise<{ readonly requests: number; readonly workspaces: number }> {
  const { api } = emulatorContext();
  // An organization has something to look at.
  await new Lab(api, false).sampleProject();
  const before = api.requests;
  const lab = new Lab(api, isReadOnly);
  await run({ api, lab, isOwn: false }, { facts, questions, isReadOnly });
  await lab.cleanUp(api);
  return { requests: api.requests - before, workspaces: lab.asked };
}

function leftOut(): string {
  const part = (all: readonly { readonly readsOnly?: true }[]) =>
    `${all.filter(({ readsOnly }) => !readsOnly).length} of ${all.length}`;
  return `${part(facts)} facts and ${part(questions)} questions are left out, since they write`;
}

/** Does what leaves something behind, and cleans up however it ends. */
async function cleanedUp<T>({ api, lab }: Context, caller: Caller, work: () => Promise<T>): Promise<T> {
  const { print, interrupted } = caller;
  try {
    return await work();
  } finally {
    if (interrupted.aborted)
      print(`\nStopped. Deleting ${lab.name} and what else begins so; Ctrl-C once more does not wait for that.`);
    print(await cleanUp(lab, api.withSignal(new AbortController().signal)));
  }
}

/** What is left, in sentences. */
async function cleanUp(lab: Lab, api: Api): Promise<string> {
  const byHand = (names: readonly string[]) => `What may be left, to be deleted by hand: ${names.join(', ')}.`;
  try {
    const left = [...(await lab.cleanUp(api)), ...lab.elsewhere()];
    if (left.length > 0) return byHand(left);
    return lab.asked > 0 ? 'Everything that was created is deleted.' : 'Nothing was created.';
  } catch (error) {
    if (!(error instanceof ConnectionLost || error instanceof NotSeen)) throw error;
    const why = error instanceof NotSeen ? `, since the workspaces are not shown (${error.message})` : '';
    const text = `Workspaces may be left${why}: delete by hand those whose names begin with ${lab.name}.`;
    return lab.elsewhere().length > 0 ? `${text} ${byHand(lab.elsewhere())}` : text;
  }
}

/** @throws {Stopped} When the key or the server is not what the run needs. */
async function checkAccess({ api, lab }: Context, isReadOnly: boolean): Promise<void> {
  const answer = await api.get('/projects').catch((error: unknown) => {
    throw error instanceof NotSeen ? new Stopped(`The server is not ready: ${error.message}.`) : error;
  });
  if (answer.status === 401) throw new Stopped(`The key is rejected (${describe(answer)}): check MIOSA_API_KEY.`);
  if (answer.status === 403) throw new Stopped(`The key may not list projects (${describe(answer)}).`);
  if (answer.status !== 200 || listIn(answer) === undefined) {
    const what = codeOf(answer) === undefined ? `${answer.status}, and no list` : describe(answer);
    throw new Stopped(`This does not answer as MIOSA does (${what}): check MIOSA_BASE_URL, which ends in /api/v1.`);
  }
  if (isReadOnly) return;
  try {
    await lab.workspace();
  } catch (error) {
    if (!(error instanceof NotSeen)) throw error;
    throw new Stopped(`The key may not create a workspace: ${error.message}. --read-only needs none.`);
  }
}
