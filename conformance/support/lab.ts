import { type Answer, type Api, ConnectionLost } from './api.ts';
import { describe, type Fields, isSuccess, listIn, NotSeen, objectIn } from './seen.ts';

/** A record of the server. */
export interface Item extends Fields {
  readonly id: string;
}

/** What the names and slugs of all workspaces of the suite begin with. */
export const prefix = 'miosa-client-conformance-';

/** A list of more pages of 100 has no end. */
const maxPages = 1000;

/** Everything that the suite creates is in workspaces of its own, which are made when they are first needed. */
export class Lab {
  readonly #api: Api;
  readonly #isReadOnly: boolean;
  /** What each name and slug of one run begins with. */
  readonly name: string = `${prefix}${crypto.randomUUID().slice(0, 8)}`;
  /** Names of workspaces that were asked for, with the ids of those that are known. */
  readonly #workspaces = new Map<string, string | undefined>();
  readonly #shared = new Map<string, Promise<unknown>>();
  /** How many workspaces were asked for. */
  asked = 0;
  #words = 0;

  constructor(api: Api, isReadOnly: boolean) {
    this.#api = api;
    this.#isReadOnly = isReadOnly;
  }

  /** A word that nothing on the server has yet. */
  unique(): string {
    this.#words += 1;
    return `${this.name}-${this.#words}`;
  }

  /** What is made once and used by several. */
  once<T>(name: string, make: () => Promise<T>): Promise<T> {
    const made = this.#shared.get(name) ?? make();
    this.#shared.set(name, made);
    // What was made under a name has the type that it was made with: each name is used in one place.
    return made as Promise<T>;
  }

  /** The workspace of this run. */
  workspace(): Promise<Item> {
    return this.once('workspace', () =>
      this.#made(this.createWorkspace({ slug: this.name, external_workspace_id: this.name }, this.name)),
    );
  }

  /** A second workspace. */
  secondWorkspace(): Promise<Item> {
    return this.once('second workspace', () => this.newWorkspace());
  }

  /** A workspace of its own for a fact. */
  newWorkspace(fields: Fields = {}): Promise<Item> {
    return this.#made(this.createWorkspace({ slug: this.unique(), ...fields }));
  }

  /** Asks for a workspace. It is deleted at the end, whatever the answer was. */
  async createWorkspace(fields: Fields, name: string = this.unique()): Promise<Answer> {
    this.asked += 1;
    this.#workspaces.set(name, undefined);
    const answer = await this.#api.post('/workspaces', { name, ...fields });
    const { id } = objectIn(answer);
    if (typeof id === 'string') this.#workspaces.set(name, id);
    else if (answer.status >= 400 && answer.status < 500) this.#workspaces.delete(name);
    return answer;
  }

  /** A new project, in the workspace of this run unless another one is chosen. */
  async newProject(fields: Fields = {}): Promise<Item> {
    return this.#made(this.createProject({ slug: this.unique(), ...fields }));
  }

  /** Asks for a project, in the workspace of this run unless another one is chosen. */
  async createProject(fields: Fields, headers?: Readonly<Record<string, string>>): Promise<Answer> {
    const { id } = await this.workspace();
    return this.#api.post('/projects', { workspace_id: id, name: 'Conformance', ...fields }, headers);
  }

  /** A project to look at: one of the organization where nothing may be created. */
  sampleProject(): Promise<Item> {
    return this.once('sample project', async () => {
      if (!this.#isReadOnly) {
        // Something for the filters of lists to leave out.
        await this.newProject({ workspace_id: (await this.secondWorkspace()).id });
        return this.newProject();
      }
      return sampleOf(await this.#api.get('/projects'), 'project');
    });
  }

  /** A workspace to look at. */
  sampleWorkspace(): Promise<Item> {
    return this.once('sample workspace', async () => {
      if (!this.#isReadOnly) return this.workspace();
      return sampleOf(await this.#api.get('/workspaces'), 'workspace');
    });
  }

  /** Everything on a list, however it is paged. */
  async everyItem(path: string): Promise<readonly Fields[]> {
    const items = new Map<unknown, Fields>();
    for (let page = 1; page <= maxPages; page++) {
      const before = items.size;
      const answer = await this.#api.get(`${path}${path.includes('?') ? '&' : '?'}page=${page}&page_size=100`);
      for (const item of listIn(answer) ?? []) items.set(item['id'], item);
      if (items.size === before) break;
    }
    return [...items.values()];
  }

  /** The projects in the workspace of this run that have a field. */
  async projectsWith(name: string, value: unknown): Promise<readonly Fields[]> {
    const { id } = await this.workspace();
    const projects = await this.everyItem(`/projects?workspace_id=${id}`);
    return projects.filter((project) => project[name] === value);
  }

  /**
   * Deletes every workspace of this run, with what is in it.
   *
   * @param api - Outlives the run.
   * @returns The names of those that may be left.
   */
  async cleanUp(api: Api): Promise<readonly string[]> {
    const left: string[] = [];
    for (const [name, knownId] of this.#workspaces) {
      try {
        const id =
          knownId ?? (await new Lab(api, true).everyItem('/workspaces')).find((item) => item['name'] === name)?.['id'];
        if (id === undefined || (await isDeleted(api, String(id)))) this.#workspaces.delete(name);
        else left.push(name);
      } catch (error) {
        if (!(error instanceof ConnectionLost)) throw error;
        return [...this.#workspaces.keys()];
      }
    }
    return left;
  }

  /** Deletes one workspace now, to keep few. */
  async discard({ id }: Fields): Promise<void> {
    if (typeof id !== 'string' || !(await isDeleted(this.#api, id))) return;
    for (const [name, known] of this.#workspaces) if (known === id) this.#workspaces.delete(name);
  }

  async #made(request: Promise<Answer>): Promise<Item> {
    const answer = await request;
    const item = objectIn(answer);
    if (isSuccess(answer) && hasId(item)) return item;
    throw new NotSeen(`what it needs could not be created: ${describe(answer)}`);
  }
}

async function isDeleted(api: Api, id: string): Promise<boolean> {
  const { status } = await api.delete(`/workspaces/${id}?force=true`);
  return status === 404 || (status < 300 && (await api.get(`/workspaces/${id}`)).status === 404);
}

function sampleOf(answer: Answer, kind: string): Item {
  const item = listIn(answer)?.find(hasId);
  if (item === undefined) throw new NotSeen(`the organization has no ${kind}`);
  return item;
}

function hasId(item: Fields): item is Item {
  return typeof item['id'] === 'string';
}
