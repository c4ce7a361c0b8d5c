/**
 * The client, its errors and types.
 *
 * @module miosa-client
 */

export type { StandardSchemaV1, StandardTypedV1 } from '@standard-schema/spec';
export { MiosaClient } from './client.ts';
export {
  type AnyMiosaError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  type Issue,
  isMiosaError,
  MiosaApiError,
  MiosaConfigError,
  MiosaConnectionError,
  MiosaError,
  type MiosaErrorCode,
  MiosaResponseError,
  MiosaTimeoutError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  ServerError,
  ValidationFailedError,
  WorkspaceNotFoundError,
  WorkspaceRequiredError,
} from './errors/errors.ts';
export type { HttpMethod } from './http/call.ts';
export type { CallEvent, EndEvent, MiosaHooks, RequestEvent, ResponseEvent, RetryEvent } from './http/hooks.ts';
export type { Fetch, MiosaClientOptions, RequestOptions } from './http/options.ts';
export type { Page, PagePromise, PageRequest } from './http/pagination.ts';
export type { MiosaPromise, WithResponse } from './http/promise.ts';
export type { JsonObject, JsonValue, OpenString } from './json.ts';
export type { CustomRequestOptions, SchemaRequestOptions } from './resources/custom-request.ts';
export { type RequiredDnsRecord, requiredDnsRecords } from './resources/dns-records.ts';
export type { JsonMap } from './resources/inputs.ts';
export {
  type Ownership,
  type OwnershipFields,
  ownershipFields,
  type ProjectSelector,
  type WorkspaceSelector,
} from './resources/ownership.ts';
export type { PreviewDomainCheck, PreviewDomainStatus } from './resources/preview-domain-check.ts';
export {
  type PreviewDomain,
  type PreviewDomainScope,
  type PreviewDomains,
  type PreviewUrlExamples,
  previewDomainSchema,
} from './resources/preview-domains.ts';
export {
  type CreateProjectInput,
  type EnsuredProject,
  type EnsureProjectInput,
  type NewProject,
  type Project,
  type ProjectChanges,
  type ProjectFilter,
  type Projects,
  projectSchema,
} from './resources/projects.ts';
export type { WaitOptions, WaitProgress } from './resources/wait-until-ready.ts';
export {
  type CreateWorkspaceInput,
  type DeleteWorkspaceOptions,
  type EnsuredWorkspace,
  type EnsureWorkspaceInput,
  type Workspace,
  type WorkspaceChanges,
  type Workspaces,
  workspaceSchema,
} from './resources/workspaces.ts';
export type { Schema } from './schemas/schema.ts';
