import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { listen } from 'miosa-client/testing/node';
import packageJson from '../../package.json' with { type: 'json' };
import { facts } from '../facts/index.ts';
import { questions } from '../questions/index.ts';
import { Api, ConnectionLost } from './api.ts';
import { emulatorContext, apiKey as emulatorKey, openEmulator, ownContext } from './emulator.ts';
import { Lab, prefix } from './lab.ts';
import { type Column, summaryOf, tablesOf, withoutSecrets } from './report.ts';
import { run } from './run.ts';
import { codeOf, describe, listIn, NotSeen } from './seen.ts';
import type { Context } from './types.ts';

/** What the program gets from the process that it runs in. */
export interface Surroundings {
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

/** The run cannot begin, or cannot go on; the message says what to do. */
class Stopped extends Error {}

/**
 * Runs the suite.
 *
 * @returns The exit code: 1 when a fact does not hold, 2 when the suite could not run, 130 after Ctrl-C.
 */
export async function runProgram(surroundings: Surroundings): Promise<number> {
  const { print, env } = surroundings;
  try {
    const options = optionsOf(surroundings.args);
    if (options.help) {
      print(usage);
      return 0;
    }
    const { MIOSA_API_KEY: apiKey } = env;
    const columns = apiKey ? await checkServer(surroundings, apiKey, options) : await checkEmulator(surroundings);
    const text = withoutSecrets(tablesOf(columns, facts, questions), apiKey || emulatorKey);
    const summary = columns.map(({ name, findings }) => `- ${name}: ${summaryOf(findings)}`).join('\n');
    print(`\n${text}\n${summary}`);
    const head = `# Conformance\n\nmiosa-client ${version}, Node ${process.versions.node}\n\n${summary}`;
    if (options.report !== undefined) writeFileSync(options.report, `${head}\n\n${text}`);
    const results = columns.flatMap(({ findings }) => [...findings.facts.values()]);
    return results.some(({ outcome }) => outcome === 'does not hold') ? 1 : 0;
  } catch (error) {
    if (surroundings.interrupted.aborted) return 130;
    if (!(error instanceof Stopped)) throw error;
    print(error.message);
    return 2;
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

async function checkEmulator({ print, progress }: Surroundings): Promise<readonly Column[]> {
  print('MIOSA_API_KEY is not set: this checks the emulator, in memory and over HTTP.');
  const inMemory = await run(emulatorContext(), { facts, questions, onProgress: progress });
  await using server = await listen(openEmulator());
  const overHttp = await run(ownContext({ baseUrl: server.url }), { facts, questions, onProgress: progress });
  return [
    { name: 'emulator in memory', findings: inMemory },
    { name: 'emulator over HTTP', findings: overHttp },
  ];
}

async function checkServer(surroundings: Surroundings, apiKey: string, options: Options): Promise<readonly Column[]> {
  const { env, print, interrupted: signal } = surroundings;
  const baseUrl = env['MIOSA_BASE_URL'] || 'https://api.miosa.ai/api/v1';
  if (!URL.canParse(baseUrl)) throw new Stopped('MIOSA_BASE_URL is no URL.');
  const isReadOnly = options['read-only'];
  // Counts what a server takes that is not one's own.
  const rehearsal = { ...emulatorContext(), isOwn: false };
  await run(rehearsal, { facts, questions, isReadOnly });
  const { requests } = rehearsal.api;
  const minutes = Math.ceil(requests / options.rate);
  print(`This sends about ${requests} requests to ${new URL(baseUrl).host}, in about ${minutes} minutes.`);
  if (isReadOnly) print(`They are GET requests alone: ${leftOut()}.`);
  else {
    print(
      `It creates about ${rehearsal.lab.asked} workspaces, a few at a time, and projects in them. Their names begin ` +
        `with ${prefix}; they are deleted at the end, with what is in them. Nothing else is changed.`,
    );
    if (!options.yes) throw new Stopped('Pass --yes to agree, or --read-only to create nothing.');
  }
  const api = new Api({ baseUrl, apiKey, fetch: globalThis.fetch, signal, requestsPerMinute: options.rate });
  const lab = new Lab(api, isReadOnly);
  const context = { api, lab, isOwn: false, foreignProject: options['foreign-project'] };
  const findings = await cleanedUp(context, surroundings, async () => {
    await checkAccess(context, isReadOnly);
    let count = 0;
    const all = facts.length + questions.length;
    const onProgress = (id: string) => surroundings.progress(`${++count} of ${all}: ${id}`);
    return run(context, { facts, questions, isReadOnly, onProgress });
  });
  return [
    { name: 'emulator', findings: await run(emulatorContext(), { facts, questions }) },
    { name: 'this server', findings },
  ];
}

function leftOut(): string {
  const part = (all: readonly { readonly readsOnly?: true }[]) =>
    `${all.filter(({ readsOnly }) => !readsOnly).length} of ${all.length}`;
  return `${part(facts)} facts and ${part(questions)} questions are left out, since they write`;
}

/** Does what leaves something behind, and cleans up however it ends. */
async function cleanedUp<T>(
  { api, lab }: Context,
  { print, interrupted }: Surroundings,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (interrupted.aborted)
      print(`\nStopped. Deleting ${lab.name} and what else begins so; Ctrl-C once more does not wait for that.`);
    else if (error instanceof ConnectionLost)
      throw new Stopped(`No response arrived after ${api.requests} requests: ${causeOf(error)}.`);
    throw error;
  } finally {
    const left = await lab.cleanUp(api.withSignal(new AbortController().signal));
    if (left.length > 0) print(`Workspaces that may be left, to be deleted by hand: ${left.join(', ')}.`);
    else if (lab.asked > 0) print('Everything that was created is deleted.');
  }
}

/** @throws {Stopped} When the key or the server is not what the run needs. */
async function checkAccess({ api, lab }: Context, isReadOnly: boolean): Promise<void> {
  const answer = await api.get('/projects');
  if (answer.status === 401) throw new Stopped(`The key is refused (${describe(answer)}): check MIOSA_API_KEY.`);
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

function causeOf({ cause }: Error): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  return inner instanceof Error ? inner.message : String(inner);
}
