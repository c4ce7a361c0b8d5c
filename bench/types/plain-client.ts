/**
 * The client as somebody would write it who has nothing but plain interfaces: every type a class or an interface
 * without parameters of its own, none computed from another.
 */
type Json = string | number | boolean | null | Json[] | JsonMap;
type JsonMap = { [name: string]: Json };

interface Options {
  readonly signal?: AbortSignal | undefined;
  readonly timeout?: number | undefined;
  readonly totalTimeout?: number | false | undefined;
  readonly maxRetries?: number | undefined;
  readonly headers?: { readonly [name: string]: string | null | undefined } | undefined;
  readonly idempotencyKey?: string | false | undefined;
}

interface Resource {
  id: string;
  externalWorkspaceId: string | null;
  name: string;
  description: string | null;
  metadata: JsonMap;
  settings: JsonMap;
}

interface Project extends Resource {
  tenantId: string;
  workspaceId: string;
  externalProjectId: string | null;
  slug: string;
  createdAt: string;
  updatedAt: string;
}

interface Workspace extends Resource {
  tenantId: string | null;
  slug: string | null;
  createdAt: string | null;
  updatedAt: string | null;
}

interface Page {
  total: number | undefined;
  hasMore: boolean | undefined;
}

interface ProjectPage extends Page {
  data: Project[];
}

interface WorkspacePage extends Page {
  data: Workspace[];
}

interface ProjectPages extends Promise<ProjectPage>, AsyncIterable<Project> {
  withResponse(): Promise<{ data: ProjectPage; response: Response; requestId: string | undefined }>;
}

interface WorkspacePages extends Promise<WorkspacePage>, AsyncIterable<Workspace> {}

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

type Scope = { readonly projectId?: string | undefined; readonly workspaceId?: string | undefined } | 'organization';

interface Filter {
  readonly workspaceId?: string | undefined;
  readonly page?: number | undefined;
  readonly pageSize?: number | undefined;
}

interface WorkspaceFields {
  readonly externalWorkspaceId?: string | undefined;
  readonly name?: string | undefined;
  readonly slug?: string | undefined;
  readonly description?: string | null | undefined;
  readonly metadata?: JsonMap | undefined;
}

interface ProjectFields extends WorkspaceFields {
  readonly workspaceId?: string | undefined;
  readonly workspaceSlug?: string | undefined;
  readonly externalProjectId?: string | undefined;
  readonly settings?: JsonMap | undefined;
}

interface WaitOptions extends Options {
  readonly interval?: number | undefined;
  readonly onCheck?: ((progress: { check: PreviewDomainCheck; attempt: number }) => void) | undefined;
}

interface CustomRequest extends Options {
  readonly body?: unknown;
}

export declare class MiosaClient {
  constructor(options?: { readonly apiKey?: string | null | undefined; readonly timeout?: number | undefined });
  readonly projects: {
    list(filter?: Filter, options?: Options): ProjectPages;
    create(input: ProjectFields, options?: Options): Promise<Project>;
    get(id: string, options?: Options): Promise<Project>;
    update(id: string, changes: ProjectFields, options?: Options): Promise<Project>;
    ensure(input: ProjectFields, options?: Options): Promise<{ project: Project; created: boolean }>;
  };
  readonly workspaces: {
    list(filter?: Filter, options?: Options): WorkspacePages;
    listProjects(id: string, filter?: Filter, options?: Options): ProjectPages;
    create(input: WorkspaceFields, options?: Options): Promise<Workspace>;
    get(id: string, options?: Options): Promise<Workspace>;
    update(id: string, changes: WorkspaceFields, options?: Options): Promise<Workspace>;
    delete(id: string, deletion?: { force?: boolean; dryRun?: boolean }, options?: Options): Promise<JsonMap>;
    updateSettings(id: string, settings: JsonMap, options?: Options): Promise<JsonMap>;
    stats(id: string, options?: Options): Promise<JsonMap>;
  };
  readonly previewDomain: {
    get(scope: Scope, options?: Options): Promise<PreviewDomain>;
    set(scope: Scope, domain: string, options?: Options): Promise<PreviewDomain>;
    clear(scope: Scope, options?: Options): Promise<void>;
    verify(scope: Scope, options?: Options): Promise<PreviewDomainCheck>;
    waitUntilReady(scope: Scope, options?: WaitOptions): Promise<PreviewDomainCheck>;
  };
  request(method: string, path: string, options?: CustomRequest): Promise<unknown>;
}
