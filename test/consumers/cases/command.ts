import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import { type Check, type Row, tryAll } from '../support/check.ts';
import { Command } from '../support/command.ts';
import { type Installation, project } from '../support/project.ts';
import { run } from '../support/run.ts';

const key = 'msk_live_secret';
const headers = { authorization: `Bearer ${key}` };

/** Runs the command as users do, and as a program of the Node that runs this. */
export function tryCommand(installation: Installation): Promise<Row> {
  return tryAll('The command', process.versions.node, [
    {
      name: 'is what npx finds',
      run: async () => {
        const printed = await run('npm', ['exec', '--offline', '--', 'miosa-client', '--version'], installation.folder);
        assert.equal(printed.trim(), manifestOf(installation).version);
      },
    },
    ...commandChecks(installation, process.execPath),
  ]);
}

/** What must hold for the command on every Node. */
export function commandChecks(installation: Installation, program: string): Check[] {
  const command = new Command(installation, program);
  const folder = project(installation, `command-${path.basename(path.resolve(program, '../..'))}`, 'node');
  const seedFile = (name: string, content: string): string => {
    const file = path.join(folder, name);
    writeFileSync(file, content);
    return file;
  };

  return [
    {
      name: 'prints its address, how to call it, and each request, without a key',
      run: async () => {
        await using emulator = await command.serve();
        assert.match(emulator.url, /^http:\/\/127\.0\.0\.1:\d+\/api\/v1$/);
        const curl = /^curl -H "Authorization: (Bearer \S+)" (\S+)$/.exec(await emulator.nextLine());
        const answer = await fetch(curl?.[2] ?? '', { headers: { authorization: curl?.[1] ?? '' } });
        assert.deepEqual(await answer.json(), { data: [], total: 0 });
        assert.match(await emulator.nextLine(), /^GET \/api\/v1\/workspaces 200 \d+ ms$/);
        await fetch(`${emulator.url}/${key}/msk_live_other?key=${key}`, { headers, method: 'PUT', body: key });
        assert.match(await emulator.nextLine(), /^PUT \/api\/v1\/\[redacted\]\/\[redacted\] 404 \d+ ms$/);
      },
    },
    {
      name: 'starts with what a file holds, as editors on Windows write it',
      run: async () => {
        const id = '550e8400-e29b-41d4-a716-446655440000';
        const seed = { workspaces: [{ id, name: 'Clinic' }], projects: [{ workspaceId: id, name: 'Lead Magnet' }] };
        const text = `\uFEFF${JSON.stringify(seed, null, 2).replaceAll('\n', '\r\n')}\r\n`;
        await using emulator = await command.serve('--seed', seedFile('seed.json', text));
        const { data } = await (await fetch(`${emulator.url}/projects`, { headers })).json();
        assert.equal(data[0].slug, 'lead-magnet');
      },
    },
    {
      name: 'hands on what is set of the emulator',
      run: async () => {
        const lists = ['--paging', 'page', '--api-key', key, '--api-key', 'msk_live_second', '--tenant-id', 'tnt_7'];
        const limit = ['--rate-limit', '1/60000', '--rate-limit-endpoint', 'GET /workspaces'];
        await using emulator = await command.serve(...lists, ...limit);
        assert.doesNotMatch(await emulator.nextLine(), /msk_/);
        const get = (route: string, authorization = headers.authorization) =>
          fetch(`${emulator.url}/${route}`, { headers: { authorization } });
        assert.equal((await get('projects', 'Bearer msk_live_wrong')).status, 401);
        assert.equal((await get('projects', 'Bearer msk_live_second')).status, 200);
        assert.deepEqual(Object.keys(await (await get('workspaces')).json()), ['data', 'page']);
        assert.equal((await get('workspaces')).status, 429);
        const body = JSON.stringify({ name: 'Clinic' });
        const created = await fetch(`${emulator.url}/workspaces`, { method: 'POST', headers, body });
        assert.match(await created.text(), /"tnt_7"/);
      },
    },
    {
      name: 'hands on how domains, retries and lists behave',
      run: async () => {
        const domains = ['--preview-domain', 'apps.clinic.example', '--pending-dns-checks', '0'];
        await using emulator = await command.serve(...domains, '--no-idempotency', '--list-lag-ms', '600000');
        const send = async (method: string, route: string, body?: object) => {
          const init = { method, headers: { ...headers, 'idempotency-key': 'once' } };
          const response = await fetch(`${emulator.url}/${route}`, {
            ...init,
            ...(body && { body: JSON.stringify(body) }),
          });
          return response.text();
        };
        assert.match(await send('GET', 'tenant/preview-domain'), /apps\.clinic\.example/);
        assert.match(await send('POST', 'tenant/preview-domain/verify'), /"verified":true/);
        const first = await send('POST', 'workspaces', { name: 'Clinic' });
        assert.notEqual(await send('POST', 'workspaces', { name: 'Clinic' }), first);
        assert.match(await send('GET', 'workspaces'), /"data":\[\]/);
      },
    },
    {
      name: 'injects faults, names them, and repeats them from their seed',
      run: async () => {
        const faults = ['--fault-rate', '0.5', '--fault-kinds', 'drop-before,503', '--fault-max-consecutive', '9'];
        const observe = async (...options: readonly string[]): Promise<[string, string]> => {
          await using emulator = await command.serve(...faults, ...options);
          await emulator.nextLine();
          const [, seed = ''] = /--fault-seed (\d+)/.exec(await emulator.nextLine()) ?? [];
          const lines: string[] = [];
          for (let count = 0; count < 8; count++) {
            await fetch(`${emulator.url}/projects`, { headers }).catch(() => undefined);
            lines.push(await emulator.nextLine());
          }
          return [seed, lines.join('\n').replaceAll(/\d+ ms/g, 'N ms')];
        };
        const [seed, lines] = await observe('--fault-seed', '7');
        assert.equal(seed, '7');
        assert.match(lines, /^GET \/api\/v1\/projects dropped N ms drop-before$/m);
        assert.match(lines, /^GET \/api\/v1\/projects 503 N ms 503$/m);
        assert.match(lines, /^GET \/api\/v1\/projects 200 N ms$/m);
        assert.deepEqual(await observe('--fault-seed', '7'), [seed, lines]);
      },
    },
    {
      name: 'names a damaged body where it was damaged alone',
      run: async () => {
        await using emulator = await command.serve('--fault-rate', '1', '--fault-kinds', 'empty-body');
        await emulator.nextLine();
        await emulator.nextLine();
        await fetch(`${emulator.url}/nothing`, { headers });
        assert.match(await emulator.nextLine(), / 404 \d+ ms$/);
        await fetch(`${emulator.url}/tenant/preview-domain`, { headers, method: 'DELETE' });
        assert.match(await emulator.nextLine(), / 204 \d+ ms$/);
        await fetch(`${emulator.url}/projects`, { headers });
        assert.match(await emulator.nextLine(), / 200 \d+ ms empty-body$/);
      },
    },
    {
      name: 'answers pages of every origin, and no foreign Host but those it is given',
      run: async () => {
        await using emulator = await command.serve('--host-name', 'miosa.test');
        const preflight = { origin: 'https://page.example', 'access-control-request-method': 'GET' };
        const allowed = await fetch(`${emulator.url}/projects`, { method: 'OPTIONS', headers: preflight });
        assert.equal(allowed.headers.get('access-control-allow-origin'), '*');
        assert.equal(await statusFor(emulator.url, 'evil.example'), 421);
        assert.equal(await statusFor(emulator.url, 'miosa.test'), 200);
      },
    },
    {
      name: 'goes on when who read its address is gone',
      run: async () => {
        await using emulator = await command.serve();
        emulator.process.stdout?.destroy();
        for (let count = 0; count < 2; count++) {
          assert.equal((await fetch(`${emulator.url}/projects`, { headers })).status, 200);
        }
      },
    },
    {
      name: 'says that a port is taken',
      run: async () => {
        await using emulator = await command.serve();
        const { port } = new URL(emulator.url);
        const { code, stdout, stderr } = await command.run(['emulator', '--port', port]);
        assert.deepEqual({ code, stdout }, { code: 1, stdout: '' });
        assert.match(stderr, new RegExp(`^Port ${port} is taken\\. .*--port`));
      },
    },
    {
      name: 'says what is wrong with a seed file',
      run: async () => {
        const cases: readonly [name: string, content: string, problem: RegExp][] = [
          ['text.json', 'workspaces: []', /is not JSON: /],
          ['list.json', '[]', /must hold an object with workspaces and projects/],
          ['misspelled.json', '{"workspace": []}', /has "workspace"/],
          ['number.json', '{"workspaces": 5}', /workspaces must be an array/],
          ['nameless.json', '{"workspaces": [{"slug": "clinic"}]}', /workspaces\[0\] needs a name/],
          ['orphan.json', '{"projects": [{"name": "A", "workspaceId": "w"}]}', /has no workspace w/],
        ];
        for (const [name, content, problem] of cases) {
          await refuses(command, ['emulator', '--seed', seedFile(name, content)], 1, problem, name);
        }
        await refuses(command, ['emulator', '--seed', folder], 1, /cannot be read: /, folder);
        await refuses(command, ['emulator', '--seed', 'missing.json'], 1, /cannot be read: /, 'missing.json');
      },
    },
    {
      name: 'says what is wrong with its arguments',
      run: async () => {
        const cases: readonly [args: string, problem: RegExp][] = [
          ['', /^Name a command/],
          ['serve', /no command "serve", only emulator/],
          ['emulator seed.json', /takes options alone/],
          ['emulator --prot 1', /Unknown option '--prot'\.\n/],
          ['emulator --port', /'--port <value>' argument missing/],
          ['emulator --port=', /^--port must be a whole number from 0 to 65535/],
          ['emulator --host-name=', /^--host-name must be a string that is not empty/],
          ['emulator --api-key=', /^--api-key must be/],
          ['emulator --tenant-id=', /^--tenant-id must be/],
          ['emulator --preview-domain=', /^--preview-domain must be/],
          ['emulator --pending-dns-checks -1', /'--pending-dns-checks' argument is ambiguous/],
          ['emulator --pending-dns-checks=-1', /^--pending-dns-checks must be/],
          ['emulator --paging pages', /^--paging cannot be "pages"\. Known are none, page/],
          ['emulator --list-lag-ms soon', /^--list-lag-ms must be/],
          ['emulator --rate-limit 60', /^--rate-limit must be .*60\/60000/],
          ['emulator --rate-limit 60/0', /^--rate-limit must be/],
          ['emulator --rate-limit-endpoint POST', /^--rate-limit must be/],
          ['emulator --rate-limit 1/1 --rate-limit-endpoint POST', /^--rate-limit-endpoint cannot be "POST"/],
          ['emulator --fault-rate 2', /^--fault-rate must be a share/],
          ['emulator --fault-kinds 503,slow', /^--fault-kinds cannot be "slow"/],
          ['emulator --fault-seed one', /^--fault-seed must be/],
          ['emulator --fault-max-consecutive 0', /^--fault-max-consecutive must be/],
          ['emulator --fault-latency-ms=-5', /^--fault-latency-ms must be/],
          ['emulator --fault-hint-ms 0.5', /^--fault-hint-ms must be/],
        ];
        for (const [args, problem] of cases) {
          await refuses(command, args.split(' ').filter(Boolean), 2, problem, '--help lists');
        }
      },
    },
    {
      name: 'says what there is, and which version',
      run: async () => {
        const help = await command.run(['emulator', '--help']);
        assert.equal(help.code, 0);
        assert.match(help.stdout, /^ {2}--seed FILE /m);
        const { code, stdout } = await command.run(['--version']);
        assert.deepEqual({ code, stdout }, { code: 0, stdout: `${manifestOf(installation).version}\n` });
      },
    },
    {
      name: 'says which Node it needs',
      run: async () => {
        const older = "Object.defineProperty(process, 'versions', { value: { node: '21.7.3' } })";
        const { code, stderr } = await command.run(['emulator'], ['--import', `data:text/javascript,${older}`]);
        assert.deepEqual(
          { code, stderr },
          { code: 1, stderr: 'miosa-client needs Node 22 or newer; this is Node 21.7.3.\n' },
        );
        assert.equal(manifestOf(installation).engines.node, '>=22');
      },
    },
    // Windows has no signals: there a process is just gone.
    ...(process.platform === 'win32' ? [] : (['SIGINT', 'SIGTERM'] as const)).map((signal) => ({
      name: `ends on ${signal}, with requests that wait`,
      run: async () => {
        await using emulator = await command.serve(
          '--fault-kinds',
          'latency',
          '--fault-rate',
          '1',
          '--fault-latency-ms',
          '600000',
        );
        await emulator.nextLine();
        await emulator.nextLine();
        const waiting = request(`${emulator.url}/projects`, { headers });
        const cut = once(waiting, 'error');
        await new Promise<void>((resolve) => waiting.end(resolve));
        // A preflight meets no fault: once it is answered, what was sent before it has arrived.
        const preflight = { 'access-control-request-method': 'GET' };
        await fetch(`${emulator.url}/projects`, { method: 'OPTIONS', headers: preflight });
        assert.match(await emulator.nextLine(), /^OPTIONS /);
        emulator.process.kill(signal);
        assert.equal(await emulator.exitCode, signal === 'SIGINT' ? 130 : 0);
        await cut;
        assert.match(await emulator.nextLine(), /^GET \/api\/v1\/projects aborted \d+ ms latency$/);
      },
    })),
  ];
}

function manifestOf({ package: folder }: Installation): {
  readonly version: string;
  readonly engines: { readonly node: string };
} {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
}

async function refuses(
  command: Command,
  args: readonly string[],
  expected: number,
  problem: RegExp,
  named: string,
): Promise<void> {
  const { code, stdout, stderr } = await command.run(args);
  assert.deepEqual({ code, stdout }, { code: expected, stdout: '' }, `${args.join(' ')}: ${stderr}`);
  assert.match(stderr, problem);
  assert.ok(stderr.includes(named), stderr);
  assert.doesNotMatch(stderr, /^ {4}at /m, 'No stack is of use to who mistyped an argument.');
}

/** Sends a request with a `Host` header, which `fetch` does not allow to be set. */
function statusFor(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/projects`, { headers: { ...headers, host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.once('error', reject);
    sent.end();
  });
}
