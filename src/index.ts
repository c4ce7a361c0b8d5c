/**
 * The client, its errors and types.
 *
 * @module miosa-client
 */

export { MiosaClient } from './client.ts';
export {
  AuthenticationError,
  BadRequestError,
  ConflictError,
  MiosaApiError,
  type MiosaApiErrorFields,
  type MiosaErrorCode,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  ServerError,
  ValidationFailedError,
  WorkspaceNotFoundError,
  WorkspaceRequiredError,
} from './errors/api-errors.ts';
export {
  MiosaConfigError,
  MiosaConnectionError,
  MiosaResponseError,
  type MiosaResponseErrorFields,
  MiosaTimeoutError,
} from './errors/client-errors.ts';
export { type AnyMiosaError, isMiosaError } from './errors/is-miosa-error.ts';
export type { Issue } from './errors/issue.ts';
export { MiosaError } from './errors/miosa-error.ts';
export type { HttpMethod } from './http/endpoint.ts';
export type { CallEvent, EndEvent, MiosaHooks, RequestEvent, ResponseEvent, RetryEvent } from './http/hooks.ts';
export type { MiosaPromise, WithResponse } from './http/miosa-promise.ts';
export type {
  ApiKeyProvider,
  Fetch,
  HeaderOverrides,
  MiosaClientOptions,
  RequestOptions,
} from './http/options.ts';
export type { PagePromise, PageRequest } from './http/pagination.ts';
export type { JsonObject, JsonValue } from './json.ts';
export type { CustomRequestOptions, SchemaRequestOptions } from './resources/custom-request.ts';
export { type RequiredDnsRecord, requiredDnsRecords } from './resources/dns-records.ts';
export type { JsonMap } from './resources/inputs.ts';
export {
  type Ownership,
  type OwnershipDetails,
  type OwnershipFields,
  ownershipFields,
  type ProjectByExternalId,
  type ProjectById,
  type ProjectBySlug,
  type ProjectSelector,
  type WorkspaceByExternalId,
  type WorkspaceById,
  type WorkspaceBySlug,
  type WorkspaceSelector,
} from './resources/ownership.ts';
export type { PreviewDomainCheck, PreviewDomainStatus } from './resources/preview-domain-check.ts';
export {
  type PreviewDomain,
  type PreviewDomainLevel,
  type PreviewDomainScope,
  type PreviewDomains,
  type PreviewUrlExamples,
  type ProjectScope,
  previewDomainSchema,
  type WorkspaceScope,
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
  type SlugOrExternalProjectId,
  type WithExternalProjectId,
  type WithProjectSlug,
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
export type { Page } from './schemas/page.ts';
export type { Schema } from './schemas/schema.ts';
