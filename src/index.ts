export { MiosaClient } from './client.ts';
export type {
  ApiKeyProvider,
  Fetch,
  HeaderOverrides,
  MiosaClientOptions,
  MiosaHooks,
  RequestEvent,
  RequestOptions,
  ResponseEvent,
  RetryEvent,
} from './config/options.ts';
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
export type { Issue } from './errors/issue.ts';
export { isMiosaError, MiosaError } from './errors/miosa-error.ts';
export type { PreviewDomains } from './namespaces/preview-domain.ts';
export type { Projects } from './namespaces/projects.ts';
export type { Workspaces } from './namespaces/workspaces.ts';
export type { PagePromise } from './pages/page-promise.ts';
export { requiredDnsRecords } from './requests/dns-records.ts';
export { type OwnershipFields, ownershipFields } from './requests/ownership.ts';
export type {
  CreateProjectInput,
  EnsureProjectInput,
  NewProject,
  ProjectChanges,
  ProjectFilter,
  UpdateProjectInput,
} from './requests/project-input.ts';
export type {
  Ownership,
  OwnershipUser,
  ProjectByExternalId,
  ProjectById,
  ProjectBySlug,
  ProjectSelector,
  WorkspaceByExternalId,
  WorkspaceById,
  WorkspaceBySlug,
  WorkspaceSelector,
} from './requests/selectors.ts';
export type {
  CreateWorkspaceInput,
  DeleteWorkspaceOptions,
  UpdateWorkspaceInput,
  WorkspaceChanges,
} from './requests/workspace-input.ts';
export type { EnsuredProject } from './resources/ensured-project.ts';
export type { JsonObject, JsonValue } from './resources/json.ts';
export type { Page, PageRequest } from './resources/page.ts';
export type {
  PreviewDomain,
  PreviewDomainCheck,
  PreviewDomainLevel,
  PreviewDomainScope,
  PreviewDomainStatus,
  PreviewUrlExamples,
  ProjectScope,
  RequiredDnsRecord,
  WorkspaceScope,
} from './resources/preview-domain.ts';
export type { Project } from './resources/project.ts';
export type { WaitOptions, WaitProgress } from './resources/wait.ts';
export type { Workspace } from './resources/workspace.ts';
export type { CustomRequestOptions, SchemaRequestOptions } from './transport/custom-request.ts';
export type { HttpMethod } from './transport/endpoint.ts';
export type { MiosaPromise, WithResponse } from './transport/miosa-promise.ts';
