import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { MiosaClientOptions } from './config/options.ts';
import { resolveClientConfig } from './config/resolve.ts';
import { PreviewDomains } from './namespaces/preview-domain.ts';
import { Projects } from './namespaces/projects.ts';
import { Workspaces } from './namespaces/workspaces.ts';
import { type CustomRequestOptions, customEndpoint, type SchemaRequestOptions } from './transport/custom-request.ts';
import type { HttpMethod } from './transport/endpoint.ts';
import type { MiosaPromise } from './transport/miosa-promise.ts';
import { Transport } from './transport/transport.ts';

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
  readonly #transport: Transport;

  /**
   * @param options - See {@link MiosaClientOptions}.
   * @throws {MiosaConfigError} When an option cannot be right; the message says which, and what to do.
   */
  constructor(options: MiosaClientOptions = {}) {
    this.#transport = new Transport(resolveClientConfig(options));
    this.projects = new Projects(this.#transport);
    this.workspaces = new Workspaces(this.#transport);
    this.previewDomain = new PreviewDomains(this.#transport);
  }

  /**
   * The door to every other endpoint, with the same key, retries and errors.
   *
   * @param method - The HTTP method.
   * @param path - Relative to `baseUrl`, such as `/sandboxes`.
   * @param options - Query, body, a Standard Schema for the answer, and the options of every call.
   * @returns The parsed body: `unknown`, or the schema's output. `undefined` when it was empty.
   * @throws {MiosaConfigError} When the path may leave `baseUrl`; nothing was sent.
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
  request<Schema extends StandardSchemaV1>(
    method: HttpMethod,
    path: string,
    options: SchemaRequestOptions<Schema>,
  ): MiosaPromise<StandardSchemaV1.InferOutput<Schema>>;
  request(method: HttpMethod, path: string, options?: CustomRequestOptions): MiosaPromise<unknown>;
  request(
    method: HttpMethod,
    path: string,
    options: CustomRequestOptions & { readonly schema?: StandardSchemaV1 | undefined } = {},
  ): MiosaPromise<unknown> {
    return this.#transport.call(() => {
      const { query = {}, body } = options;
      return [customEndpoint(method, path, options), { query, body }];
    }, options);
  }
}
