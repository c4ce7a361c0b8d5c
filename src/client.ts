import type { StandardSchemaV1 } from '@standard-schema/spec';
import { calledFrom } from './errors/call-site.ts';
import { MiosaConfigError } from './errors/errors.ts';
import type { HttpMethod } from './http/call.ts';
import { HttpClient } from './http/client.ts';
import { resolveConfig } from './http/config.ts';
import type { MiosaClientOptions } from './http/options.ts';
import { type MiosaPromise, toMiosaPromise } from './http/promise.ts';
import { type CustomRequestOptions, customRequest, type SchemaRequestOptions } from './resources/custom-request.ts';
import { type PreviewDomains, previewDomainsOf } from './resources/preview-domains.ts';
import { type Projects, projectsOf } from './resources/projects.ts';
import { type Workspaces, workspacesOf } from './resources/workspaces.ts';

/** Instead of a private field, which would make the type incompatible with other builds and copies of this package. */
const httpClients = new WeakMap<MiosaClient, HttpClient>();

/**
 * The client of the MIOSA API.
 *
 * @example
 * ```ts
 * import { MiosaClient } from 'miosa-client';
 *
 * const miosa = new MiosaClient(); // MIOSA_API_KEY from the environment
 * const project = await miosa.projects.create({ workspaceSlug: 'dr-smith-clinic', name: 'Lead Magnet' });
 * console.log(project.slug);
 * ```
 */
export class MiosaClient {
  /** Projects: what your customers build. */
  readonly projects: Projects;
  /** Workspaces: your downstream customers. */
  readonly workspaces: Workspaces;
  /** The domain that generated URLs run under. */
  readonly previewDomain: PreviewDomains;

  /**
   * @param options - See {@link MiosaClientOptions}. A missing key is not an error here, since a client may be created
   *   where there are no secrets, such as in a build. Its calls reject then.
   * @throws {@link MiosaConfigError} When an option is invalid; the message says which, and what to do.
   */
  constructor(options: MiosaClientOptions = {}) {
    let http: HttpClient;
    try {
      http = new HttpClient(resolveConfig(options));
    } catch (error) {
      throw calledFrom(MiosaClient, error);
    }
    httpClients.set(this, http);
    this.workspaces = workspacesOf(http);
    this.projects = projectsOf(http, this.workspaces);
    this.previewDomain = previewDomainsOf(http);
  }

  /**
   * Sends a request to any other endpoint, with the same key, retries and errors. It is for JSON: for files, forms and
   * streams use `fetch`.
   *
   * @param method - The HTTP method.
   * @param path - Relative to `baseUrl`, such as `/sandboxes`.
   * @param options - Query, body, a Standard Schema for the response, and the options of every call.
   * @returns The parsed body: `unknown`, or the schema's output. `undefined` when it was empty.
   * @throws {@link MiosaConfigError} When the path could leave `baseUrl`, or repeats its end; nothing was sent.
   * @throws {@link MiosaResponseError} When the response is not JSON.
   *
   * @example
   * ```ts
   * import { MiosaClient, ownershipFields } from 'miosa-client';
   *
   * const miosa = new MiosaClient();
   * const ownership = ownershipFields({ workspaceSlug: 'dr-smith-clinic', projectSlug: 'lead-magnet' });
   * const sandbox = await miosa.request('POST', '/sandboxes', { body: { ...ownership, template_id: 'miosa-sandbox' } });
   * console.log(sandbox);
   * ```
   */
  request<S extends StandardSchemaV1>(
    method: HttpMethod,
    path: string,
    options: SchemaRequestOptions<S>,
  ): MiosaPromise<StandardSchemaV1.InferOutput<S>>;
  request(method: HttpMethod, path: string, options?: CustomRequestOptions): MiosaPromise<unknown>;
  request(method: HttpMethod, path: string, options: CustomRequestOptions = {}): MiosaPromise<unknown> {
    const http = httpClients.get(this);
    if (http !== undefined) return http.request(() => customRequest(method, path, options));
    const message = 'request was called without its client: call it as miosa.request(…), on no proxy of the client.';
    return toMiosaPromise(Promise.reject(new MiosaConfigError(message)));
  }
}
