/**
 * The client as somebody would write it who has nothing but plain interfaces: every type a class or an interface
 * without parameters of its own, none computed from another.
 */
type Json = string | number | boolean | null | Json[] | JsonMap;

interface JsonMap {
  [name: string]: Json;
}

interface Options {
  readonly signal?: AbortSignal | undefined;
  readonly timeout?: number | undefined;
  readonly totalTimeout?: number | false | undefined;
  readonly maxRetries?: number | undefined;
  readonly headers?: { readonly [name: string]: string | null | undefined } | undefined;
  readonly idempotencyKey?: string | false | undefined;
}

interface Project {
  id: string;
  tenantId: string;
  workspaceId: string;
  externalWorkspaceId: string | null;
  externalProjectId: string | null;
  name: string;
  slug: string;
  description: string | null;
  metadata: JsonMap;
  settings: JsonMap;
  createdAt: string;
  updatedAt: string;
}

interface ProjectPage {
  data: Project[];
  total: number | undefined;
  hasMore: boolean | undefined;
}

interface ProjectPageWithResponse {
  readonly data: ProjectPage;
  readonly response: Response;
  readonly requestId: string | undefined;
}

interface ProjectPages extends Promise<ProjectPage>, AsyncIterable<Project> {
  withResponse(): Promise<ProjectPageWithResponse>;
}

interface Workspace {
  id: string;
  tenantId: string | null;
  externalWorkspaceId: string | null;
  name: string;
  slug: string | null;
  description: string | null;
  metadata: JsonMap;
  settings: JsonMap;
  createdAt: string | null;
  updatedAt: string | null;
}

interface WorkspacePage {
  data: Workspace[];
  total: number | undefined;
  hasMore: boolean | undefined;
}

interface WorkspacePages extends Promise<WorkspacePage>, AsyncIterable<Workspace> {}

interface EnsuredProject {
  project: Project;
  created: boolean;
}

interface PreviewDomain {
  scope: string;
  id: string | null;
  previewDomain: string | null;
  effectiveDomain: string | null;
  status: string;
  dnsStatus: string | null;
}

interface PreviewDomainCheck {
  ready: boolean;
  status?: string;
  dnsStatus?: string;
  target?: string;
  records: Json[];
  raw: Json;
}

interface Scope {
  readonly projectId?: string | undefined;
  readonly workspaceId?: string | undefined;
}

interface Paging {
  readonly page?: number | undefined;
  readonly pageSize?: number | undefined;
}

interface ProjectFilter extends Paging {
  readonly workspaceId?: string | undefined;
}

interface ProjectFields {
  readonly workspaceId?: string | undefined;
  readonly workspaceSlug?: string | undefined;
  readonly externalWorkspaceId?: string | undefined;
  readonly externalProjectId?: string | undefined;
  readonly name?: string | undefined;
  readonly slug?: string | undefined;
  readonly description?: string | null | undefined;
  readonly metadata?: JsonMap | undefined;
  readonly settings?: JsonMap | undefined;
}

interface WorkspaceFields {
  readonly externalWorkspaceId?: string | undefined;
  readonly name?: string | undefined;
  readonly slug?: string | undefined;
  readonly description?: string | null | undefined;
  readonly metadata?: JsonMap | undefined;
}

interface DeleteOptions {
  readonly force?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
}

interface WaitProgress {
  readonly check: PreviewDomainCheck;
  readonly attempt: number;
}

interface WaitOptions {
  readonly timeout?: number | undefined;
  readonly interval?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onCheck?: ((progress: WaitProgress) => void) | undefined;
}

interface Projects {
  list(filter?: ProjectFilter, options?: Options): ProjectPages;
  create(input: ProjectFields, options?: Options): Promise<Project>;
  get(id: string, options?: Options): Promise<Project>;
  update(id: string, changes: ProjectFields, options?: Options): Promise<Project>;
  ensure(input: ProjectFields, options?: Options): Promise<EnsuredProject>;
}

interface Workspaces {
  list(page?: Paging, options?: Options): WorkspacePages;
  listProjects(id: string, page?: Paging, options?: Options): ProjectPages;
  create(input: WorkspaceFields, options?: Options): Promise<Workspace>;
  get(id: string, options?: Options): Promise<Workspace>;
  update(id: string, changes: WorkspaceFields, options?: Options): Promise<Workspace>;
  delete(id: string, deletion?: DeleteOptions, options?: Options): Promise<JsonMap>;
  updateSettings(id: string, settings: JsonMap, options?: Options): Promise<JsonMap>;
  stats(id: string, options?: Options): Promise<JsonMap>;
}

interface PreviewDomains {
  get(scope: Scope | 'organization', options?: Options): Promise<PreviewDomain>;
  set(scope: Scope | 'organization', domain: string, options?: Options): Promise<PreviewDomain>;
  clear(scope: Scope | 'organization', options?: Options): Promise<void>;
  verify(scope: Scope | 'organization', options?: Options): Promise<PreviewDomainCheck>;
  waitUntilReady(scope: Scope | 'organization', options?: WaitOptions): Promise<PreviewDomainCheck>;
}

interface CustomRequest extends Options {
  readonly query?: { readonly [name: string]: string | number | boolean | undefined } | undefined;
  readonly body?: unknown;
}

interface ClientOptions {
  readonly apiKey?: string | null | undefined;
  readonly timeout?: number | undefined;
}

export declare class MiosaClient {
  constructor(options?: ClientOptions);
  readonly projects: Projects;
  readonly workspaces: Workspaces;
  readonly previewDomain: PreviewDomains;
  request(method: string, path: string, options?: CustomRequest): Promise<unknown>;
}
