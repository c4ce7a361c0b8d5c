import type { Page, PageRequest } from '../resources/page.ts';
import { MiosaPromise, type Outcome } from '../transport/miosa-promise.ts';
import { type PageReader, walk } from './walk.ts';

/**
 * What every list returns: awaited, it is the first page; iterated, it walks every item of every page.
 *
 * @example
 * ```ts
 * import { MiosaClient } from 'miosa-client';
 *
 * const miosa = new MiosaClient();
 * const { data, total } = await miosa.projects.list();
 * console.log(data.length, total);
 * for await (const project of miosa.projects.list()) console.log(project.slug);
 * ```
 */
export class PagePromise<Item extends { readonly id: string }>
  extends MiosaPromise<Page<Item>>
  implements AsyncIterable<Item>
{
  readonly #first: Promise<Outcome<Page<Item>>>;
  readonly #start: number;
  readonly #size: number | undefined;
  readonly #read: PageReader<Item>;

  /**
   * @param request - The page to begin with. One that is not numbered is not asked for by number.
   * @param read - Reads a page. It never throws, but rejects.
   */
  constructor(
    request: PageRequest | null | undefined,
    read: (page: number | undefined) => Promise<Outcome<Page<Item>>>,
  ) {
    const first = read(request?.page);
    super(first);
    this.#first = first;
    this.#start = request?.page ?? 1;
    this.#size = request?.pageSize;
    this.#read = read;
  }

  /** Walks every item, asking for further pages only when they are reached. */
  [Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    // Whoever iterates handles the rejection there; here it would be reported as unhandled.
    this.catch(() => {});
    return walk(this.#first, this.#start, this.#size, this.#read);
  }
}

/** A request for a list, at another page of it. */
export function atPage<Request extends PageRequest>(request: Request, page: number | undefined): Request {
  // What was given for a request may be none: it is left as it is, to be refused where it is read.
  return page === request?.page ? request : { ...request, page };
}
