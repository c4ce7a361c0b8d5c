import type * as miosaClient from 'miosa-client';
import type {
  AnyMiosaError,
  EnsuredProject,
  EnsuredWorkspace,
  JsonObject,
  JsonValue,
  MiosaApiError,
  MiosaClient,
  MiosaErrorCode,
  MiosaPromise,
  PagePromise,
  PreviewDomain,
  PreviewDomainCheck,
  PreviewDomainStatus,
  Project,
  RequiredDnsRecord,
  StandardSchemaV1,
  Workspace,
} from 'miosa-client';
import { describe, expectTypeOf, test } from 'vitest';
import * as z from 'zod/mini';

declare const miosa: MiosaClient;
declare const error: unknown;
declare const isMiosaError: typeof miosaClient.isMiosaError;
const { projects, previewDomain, workspaces } = miosa;

describe('what a method resolves with', () => {
  test('is a project', () => {
    expectTypeOf(projects.create({ workspaceId: 'w', name: 'n' })).toEqualTypeOf<MiosaPromise<Project>>();
    expectTypeOf(projects.get('p')).toEqualTypeOf<MiosaPromise<Project>>();
    expectTypeOf(projects.update('p', { name: 'n' })).toEqualTypeOf<MiosaPromise<Project>>();
    const ensured = projects.ensure({ workspaceId: 'w', name: 'n', slug: 's' });
    // Several requests have no response of their own.
    expectTypeOf(ensured).toEqualTypeOf<Promise<EnsuredProject>>();
    expectTypeOf<EnsuredProject>().toEqualTypeOf<{ project: Project; created: boolean }>();
  });

  test('is a page of projects, which can be iterated', () => {
    expectTypeOf(projects.list()).toEqualTypeOf<PagePromise<Project>>();
    expectTypeOf(workspaces.listProjects('w')).toEqualTypeOf<PagePromise<Project>>();
    type Page = Awaited<ReturnType<typeof projects.list>>;
    expectTypeOf<Page>().toEqualTypeOf<{
      data: Project[];
      page: number;
      total: number | undefined;
      hasMore: boolean;
    }>();
    expectTypeOf(projects.list()).toExtend<AsyncIterable<Project>>();
    expectTypeOf(projects.list()).toExtend<MiosaPromise<Page>>();
  });

  test('is a preview domain, a check or nothing', () => {
    const scope = { projectId: 'p' };
    expectTypeOf(previewDomain.get(scope)).toEqualTypeOf<MiosaPromise<PreviewDomain>>();
    expectTypeOf(previewDomain.set(scope, 'd')).toEqualTypeOf<MiosaPromise<PreviewDomain>>();
    expectTypeOf(previewDomain.clear(scope)).toEqualTypeOf<MiosaPromise<void>>();
    expectTypeOf(previewDomain.verify(scope)).toEqualTypeOf<MiosaPromise<PreviewDomainCheck>>();
    expectTypeOf(previewDomain.waitUntilReady(scope)).toEqualTypeOf<Promise<PreviewDomainCheck>>();
    expectTypeOf(previewDomain.requiredDnsRecords('d')).toEqualTypeOf<RequiredDnsRecord[]>();
    expectTypeOf<PreviewDomain>().toEqualTypeOf<{
      scope: PreviewDomain['scope'];
      id: string | null;
      previewDomain: string | null;
      effectiveDomain: string | null;
      status: PreviewDomainStatus;
      dnsStatus: string | null;
      urlExamples: {
        defaultPreview: string | null;
        portPreview: string | null;
        deployment: string | null;
      } | null;
    }>();
    expectTypeOf<PreviewDomainCheck>().toEqualTypeOf<{
      ready: boolean;
      status?: PreviewDomainStatus;
      dnsStatus?: string;
      target?: string;
      records: JsonValue[];
      raw: JsonValue;
    }>();
  });

  test('is a workspace, or what nobody documents', () => {
    expectTypeOf(workspaces.list()).toEqualTypeOf<PagePromise<Workspace>>();
    expectTypeOf(workspaces.create({ name: 'n' })).toEqualTypeOf<MiosaPromise<Workspace>>();
    expectTypeOf(workspaces.get('w')).toEqualTypeOf<MiosaPromise<Workspace>>();
    expectTypeOf(workspaces.update('w', { name: 'n' })).toEqualTypeOf<MiosaPromise<Workspace>>();
    expectTypeOf(workspaces.ensure({ name: 'n', slug: 's' })).toEqualTypeOf<Promise<EnsuredWorkspace>>();
    expectTypeOf<EnsuredWorkspace>().toEqualTypeOf<{ workspace: Workspace; created: boolean }>();
    expectTypeOf(workspaces.updateSettings('w', {})).toEqualTypeOf<MiosaPromise<JsonObject>>();
    expectTypeOf(workspaces.stats('w')).toEqualTypeOf<MiosaPromise<JsonObject>>();
  });

  test('comes with its response on demand', () => {
    type Result = Awaited<ReturnType<ReturnType<typeof projects.get>['withResponse']>>;
    expectTypeOf<Result['data']>().toEqualTypeOf<Project>();
    expectTypeOf<Result['response']>().toEqualTypeOf<Response>();
    expectTypeOf<Result['requestId']>().toEqualTypeOf<string | undefined>();
    expectTypeOf<keyof Result>().toEqualTypeOf<'data' | 'response' | 'requestId'>();
    expectTypeOf(projects.get('p')).toExtend<Promise<Project>>();
  });
});

describe('an open set of strings', () => {
  test('completes what is known', () => {
    type Known<Set> = Set extends infer Member extends string ? (string extends Member ? never : Member) : never;
    type Literals<Set, Candidate extends string> = Extract<Known<Set>, Candidate>;
    type Statuses = 'not_configured' | 'pending_dns' | 'configured';
    expectTypeOf<Literals<PreviewDomainStatus, Statuses>>().toEqualTypeOf<Statuses>();
    expectTypeOf<Literals<MiosaErrorCode, 'WORKSPACE_REQUIRED'>>().toEqualTypeOf<'WORKSPACE_REQUIRED'>();
    expectTypeOf<Literals<MiosaErrorCode, 'invalid_token'>>().toEqualTypeOf<'invalid_token'>();
    expectTypeOf<Literals<MiosaErrorCode, 'no_such_code'>>().toBeNever();
    type Scopes = 'project' | 'workspace' | 'organization';
    expectTypeOf<Literals<PreviewDomain['scope'], Scopes>>().toEqualTypeOf<Scopes>();
  });

  test('accepts any other', () => {
    expectTypeOf<string>().toExtend<PreviewDomainStatus>();
    expectTypeOf<string>().toExtend<MiosaErrorCode>();
    expectTypeOf<string>().toExtend<PreviewDomain['scope']>();
    expectTypeOf<PreviewDomainStatus>().toExtend<string>();
    expectTypeOf<number>().not.toExtend<PreviewDomainStatus>();
  });
});

describe('miosa.request', () => {
  test('gives the output of its schema', () => {
    const schema = z.object({ id: z.string(), count: z.pipe(z.string(), z.transform(Number)) });
    const call = miosa.request('GET', '/sandboxes', { schema });
    expectTypeOf(call).toEqualTypeOf<MiosaPromise<{ id: string; count: number }>>();
    expectTypeOf(call.withResponse()).resolves.toHaveProperty('data').toEqualTypeOf<{ id: string; count: number }>();
    const standard = {} as StandardSchemaV1<string, Date>;
    expectTypeOf(miosa.request('POST', '/x', { body: {}, schema: standard })).resolves.toEqualTypeOf<Date>();
  });

  test('can be wrapped, with its types', () => {
    const read = <Schema extends StandardSchemaV1>(path: string, schema: Schema) =>
      miosa.request('GET', path, { schema });
    const project = read('/projects/p', {} as typeof miosaClient.projectSchema);
    expectTypeOf(project).toEqualTypeOf<MiosaPromise<Project>>();
  });

  test('gives unknown without one', () => {
    expectTypeOf(miosa.request('GET', '/sandboxes')).toEqualTypeOf<MiosaPromise<unknown>>();
    expectTypeOf(miosa.request('POST', '/sandboxes', { body: 1 })).toEqualTypeOf<MiosaPromise<unknown>>();
  });

  test('accepts the methods of the API and flat queries only', () => {
    miosa.request('DELETE', '/x', { query: { a: 'x', b: 1, c: true, d: undefined, e: null }, timeout: 1 });
    // @ts-expect-error -- no such method
    miosa.request('HEAD', '/x');
    // @ts-expect-error -- a nested query
    miosa.request('GET', '/x', { query: { a: { b: 1 } } });
    // @ts-expect-error -- no schema
    miosa.request('GET', '/x', { schema: (value: unknown) => value });
    // @ts-expect-error -- no such option
    miosa.request('GET', '/x', { retries: 1 });
    // @ts-expect-error -- no path
    miosa.request('GET');
  });
});

test('an exported schema is a Standard Schema of the public type', () => {
  type Exported<Name extends keyof typeof miosaClient> = (typeof miosaClient)[Name];
  expectTypeOf<Exported<'projectSchema'>>().toExtend<StandardSchemaV1<unknown, Project>>();
  expectTypeOf<Exported<'workspaceSchema'>>().toExtend<StandardSchemaV1<unknown, Workspace>>();
  expectTypeOf<Exported<'previewDomainSchema'>>().toExtend<StandardSchemaV1<unknown, PreviewDomain>>();
  // It validates synchronously, which the specification leaves open.
  const result = ({} as Exported<'projectSchema'>)['~standard'].validate({});
  if (!result.issues) expectTypeOf(result.value).toEqualTypeOf<Project>();
});

test('what users only name is a type alone', () => {
  type Types = 'MiosaPromise' | 'PagePromise' | 'Projects' | 'Workspaces' | 'PreviewDomains';
  expectTypeOf<Extract<keyof typeof miosaClient, Types>>().toBeNever();
});

describe('isMiosaError', () => {
  test('narrows to a union of the concrete classes', () => {
    if (isMiosaError(error)) expectTypeOf(error).toEqualTypeOf<AnyMiosaError>();
    expectTypeOf<AnyMiosaError>().toExtend<miosaClient.MiosaError>();
    expectTypeOf<AnyMiosaError['name']>().toEqualTypeOf<
      | 'MiosaConfigError'
      | 'MiosaConnectionError'
      | 'MiosaTimeoutError'
      | 'MiosaResponseError'
      | 'MiosaApiError'
      | 'BadRequestError'
      | 'WorkspaceRequiredError'
      | 'AuthenticationError'
      | 'PermissionDeniedError'
      | 'NotFoundError'
      | 'WorkspaceNotFoundError'
      | 'ConflictError'
      | 'ValidationFailedError'
      | 'RateLimitError'
      | 'ServerError'
    >();
  });

  test('lets a switch over the name narrow in every branch', () => {
    if (!isMiosaError(error)) return;
    switch (error.name) {
      case 'MiosaConfigError':
      case 'MiosaConnectionError':
        expectTypeOf(error).toEqualTypeOf<miosaClient.MiosaConfigError | miosaClient.MiosaConnectionError>();
        break;
      case 'MiosaTimeoutError':
        expectTypeOf(error.lastCheck).toEqualTypeOf<PreviewDomainCheck | undefined>();
        break;
      case 'MiosaResponseError':
        expectTypeOf(error.bodyExcerpt).toEqualTypeOf<string>();
        break;
      case 'WorkspaceRequiredError':
        expectTypeOf(error.code).toEqualTypeOf<'WORKSPACE_REQUIRED'>();
        break;
      case 'WorkspaceNotFoundError':
        expectTypeOf(error.code).toEqualTypeOf<'WORKSPACE_NOT_FOUND'>();
        break;
      case 'MiosaApiError':
      case 'BadRequestError':
      case 'AuthenticationError':
      case 'PermissionDeniedError':
      case 'NotFoundError':
      case 'ConflictError':
      case 'ValidationFailedError':
      case 'RateLimitError':
      case 'ServerError':
        expectTypeOf(error).toExtend<MiosaApiError>();
        expectTypeOf(error.code).toEqualTypeOf<MiosaErrorCode | undefined>();
        break;
      default:
        expectTypeOf(error).toBeNever();
    }
  });
});

test('a class with subclasses may turn out to be one of them', () => {
  type Name<Class extends abstract new (...parameters: never[]) => { name: string }> = InstanceType<Class>['name'];
  expectTypeOf<Name<typeof miosaClient.ConflictError>>().toEqualTypeOf<'ConflictError'>();
  expectTypeOf<Name<typeof miosaClient.NotFoundError>>().toEqualTypeOf<'NotFoundError' | 'WorkspaceNotFoundError'>();
  // Users' own subclasses of these have names of their own.
  expectTypeOf<Name<typeof miosaClient.MiosaError>>().toEqualTypeOf<string>();
  expectTypeOf<Name<typeof miosaClient.MiosaApiError>>().toEqualTypeOf<string>();
});
