import { type Answer, type Api, ConnectionLost } from './api.ts';
import { allowed, describe, type Fields, isSuccess, listIn, mentions, NotSeen, objectIn, successful } from './seen.ts';

/** A record of the server. */
export interface Item extends Fields {
  readonly id: string;
}

/** What the names and slugs of all workspaces of the suite begin with. */
export const prefix = 'miosa-client-conformance-';

/** A list of more pages of 100 has no end. */
const maxPages = 1000;

/** How often the workspaces of a run are listed and deleted before they count as left. */
const maxCleanUps = 3;

/** Everything that the suite creates is in workspaces of its own, which are made when they are first needed. */
export class Lab {
  readonly #api: Api;
  readonly #isReadOnly: boolean;
  /** What each name and slug of one run begins with. */
  readonly name: string = `${prefix}${crypto.randomUUID().slice(0, 8)}`;
  /** Ids of workspaces that have a name, slug or external id of this run. */
  readonly #own = new Set<unknown>();
  /** What the server made, under the slug or name that was sent, and in which workspace. */
  readonly #made: { readonly sentAs: string; readonly workspaceId: unknown }[] = [];
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

  /** The workspace of this run, which has {@link Lab.name} as its name, slug and external id. */
  workspace(): Promise<Item> {
    return this.once('workspace', () =>
      this.newWorkspace({ name: this.name, slug: this.name, external_workspace_id: this.name }),
    );
  }

  /** A second workspace. */
  secondWorkspace(): Promise<Item> {
    return this.once('second workspace', () => this.newWorkspace());
  }

  /** A workspace of its own for a fact, which may be deleted. */
  async newWorkspace(fields: Fields = {}): Promise<Item> {
    const workspace = itemOf(await this.createWorkspace(fields));
    if (!this.#isOwn(workspace)) throw new NotSeen('the server gives another workspace than the one it was sent');
    return workspace;
  }

  /** Asks for a workspace. */
  async createWorkspace(fields: Fields): Promise<Answer> {
    this.asked += 1;
    const sent: Fields = { name: this.unique(), slug: this.unique(), ...fields };
    const answer = allowed(await this.#api.post('/workspaces', sent));
    const workspace = objectIn(answer);
    const { id } = workspace;
    if (!isSuccess(answer) || id === undefined) return answer;
    if (this.#isOwn(workspace)) this.#own.add(id);
    else this.#made.push({ sentAs: String(sent['slug']), workspaceId: id });
    return answer;
  }

  /** A new project, in the workspace of this run unless another one is chosen. */
  async newProject(fields: Fields = {}): Promise<Item> {
    return itemOf(await this.createProject({ slug: this.unique(), ...fields }));
  }

  /** Asks for a project, in the workspace of this run unless another one is chosen. */
  async createProject(fields: Fields, headers?: Readonly<Record<string, string>>): Promise<Answer> {
    const { id } = await this.workspace();
    return this.sendProject({ workspace_id: id, name: 'Conformance', ...fields }, headers);
  }

  /** Asks for a project, in whichever workspace the server puts it. */
  async sendProject(fields: Fields, headers?: Readonly<Record<string, string>>): Promise<Answer> {
    const answer = allowed(await this.#api.post('/projects', fields, headers));
    const { workspace_id: workspaceId = fields['workspace_id'] } = objectIn(answer);
    if (isSuccess(answer)) this.#made.push({ sentAs: String(fields['slug'] ?? fields['name']), workspaceId });
    return answer;
  }

  /** A domain that nothing has yet. */
  domain(): string {
    return `${this.unique()}.example.com`;
  }

  /**
   * Sets a new domain.
   *
   * @param path - Where it is set, as `/projects/{id}/preview-domain`.
   * @throws {NotSeen} When it was not set.
   */
  async setDomain(path: string): Promise<{ readonly domain: string; readonly answer: Answer }> {
    const domain = this.domain();
    const answer = successful(await this.#api.put(path, { preview_domain: domain }));
    if (!mentions(answer, domain) && !mentions(await this.#api.get(path), domain))
      throw new NotSeen('no domain was set');
    return { domain, answer };
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

  /**
   * What is on a list, however it is paged.
   *
   * @throws {NotSeen} When it is not shown.
   */
  async *items(path: string): AsyncGenerator<Fields, void, undefined> {
    const seen = new Set<unknown>();
    for (let page = 1; page <= maxPages; page++) {
      const before = seen.size;
      const answer = await this.#api.get(`${path}${path.includes('?') ? '&' : '?'}page=${page}&page_size=100`);
      // What is past the end may be refused.
      if (page > 1 && [400, 404, 422].includes(answer.status)) return;
      const list = listIn(successful(answer));
      if (list === undefined) throw new NotSeen(`${answer.status} without a list`);
      for (const item of list) {
        if (!seen.has(item['id'])) yield item;
        seen.add(item['id']);
      }
      if (seen.size === before) return;
    }
  }

  /** Everything that is on a list. */
  async everyItem(path: string): Promise<readonly Fields[]> {
    const items: Fields[] = [];
    for await (const item of this.items(path)) items.push(item);
    return items;
  }

  /** The projects in the workspace of this run that have a field. */
  async projectsWith(name: string, value: unknown): Promise<readonly Fields[]> {
    const { id } = await this.workspace();
    const projects = await this.everyItem(`/projects?workspace_id=${id}`);
    return projects.filter((project) => project[name] === value);
  }

  /**
   * Deletes every workspace of this run, with what is in it. Whether it is deleted, and what an interrupted request has
   * made, only the list of workspaces says.
   *
   * @param api - Outlives the run.
   * @returns The names or slugs of workspaces that are left.
   * @throws {NotSeen} When the workspaces are not shown. Those that are known are deleted nevertheless.
   * @throws {ConnectionLost} When no response arrives.
   */
  async cleanUp(api: Api): Promise<readonly string[]> {
    if (this.asked === 0) return [];
    let left: readonly Fields[] = [];
    for (let attempt = 0; attempt <= maxCleanUps; attempt++) {
      left = await this.#ownIn(api);
      for (const { id } of left) this.#own.add(id);
      if (left.length === 0 || attempt === maxCleanUps) break;
      await deleteAll(
        api,
        left.map(({ id }) => id),
      );
    }
    return left.flatMap((item) => this.#namesOf(item).slice(0, 1));
  }

  /** What a server may have put into other workspaces, under the slug or name that was sent. */
  elsewhere(): readonly string[] {
    return this.#made.filter(({ workspaceId }) => !this.#own.has(workspaceId)).map(({ sentAs }) => sentAs);
  }

  async #ownIn(api: Api): Promise<readonly Fields[]> {
    try {
      return (await new Lab(api, true).everyItem('/workspaces')).filter((item) => this.#isOwn(item));
    } catch (error) {
      if (error instanceof NotSeen) await deleteAll(api, [...this.#own]);
      throw error;
    }
  }

  #isOwn(workspace: Fields): boolean {
    return this.#namesOf(workspace).length > 0;
  }

  #namesOf({ name, slug, external_workspace_id: external }: Fields): readonly string[] {
    return [name, slug, external]
      .filter((value) => typeof value === 'string')
      .filter((value) => value.startsWith(this.name));
  }
}

/** Deletes workspaces. Whether one was deleted, the list tells. */
async function deleteAll(api: Api, ids: readonly unknown[]): Promise<void> {
  for (const id of ids) {
    try {
      await api.delete(`/workspaces/${id}?force=true`);
    } catch (error) {
      if (!(error instanceof NotSeen || error instanceof ConnectionLost)) throw error;
    }
  }
}

function itemOf(answer: Answer): Item {
  const item = objectIn(answer);
  if (isSuccess(answer) && hasId(item)) return item;
  throw new NotSeen(`what it needs could not be created: ${describe(answer)}`);
}

function sampleOf(answer: Answer, kind: string): Item {
  const item = listIn(successful(answer))?.find(hasId);
  if (item === undefined) throw new NotSeen(`the organization has no ${kind}`);
  return item;
}

function hasId(item: Fields): item is Item {
  return typeof item['id'] === 'string';
}
