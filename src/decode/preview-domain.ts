import type { IsEqual, LiteralUnion } from 'type-fest';
import * as z from 'zod/mini';
import { isRecord } from '../errors/is-record.ts';
import type { JsonValue } from '../resources/json.ts';
import type { PreviewDomain, PreviewDomainCheck, PreviewDomainLevel } from '../resources/preview-domain.ts';
import { check, type Decoder, inCamelCase, nullableString } from './decoder.ts';
import { unwrapObject } from './envelope.ts';

/** A string whose known values the editor completes, and whose unknown ones come back verbatim. */
function openEnum<Known extends string>(): z.ZodMiniType<LiteralUnion<Known, string>> {
  return z.string() as z.ZodMiniType<LiteralUnion<Known, string>>;
}

const previewDomainSchema = inCamelCase(
  z.looseObject({
    scope: openEnum<'project' | 'workspace' | 'organization'>(),
    id: nullableString,
    preview_domain: nullableString,
    effective_domain: nullableString,
    status: openEnum<'not_configured' | 'pending_dns' | 'configured'>(),
    dns_status: nullableString,
    url_examples: z._default(
      z.nullable(
        inCamelCase(
          z.looseObject({ default_preview: nullableString, port_preview: nullableString, deployment: nullableString }),
        ),
      ),
      null,
    ),
  }),
);
true satisfies IsEqual<z.output<typeof previewDomainSchema>, PreviewDomain>;

/**
 * Makes the decoder of a preview domain.
 *
 * @param level - What the domain is set on. With the id from the path it stands in where the answer leaves them out:
 *   the body of a read is not documented.
 */
export function previewDomainDecoder(level: PreviewDomainLevel): Decoder<PreviewDomain> {
  return (json, { id }) => {
    const body = unwrapObject(json, 'preview_domain', 'preview_domain');
    return check(
      previewDomainSchema,
      isRecord(body) ? { ...body, scope: body['scope'] ?? level, id: body['id'] ?? id } : body,
    );
  };
}

/** Of an answer that nobody documents, a field of another kind than expected is no error: `raw` still has it. */
function ifKind<T>(isKind: (value: unknown) => value is T): z.ZodMiniType<T | undefined> {
  return z.transform((value: unknown) => (isKind(value) ? value : undefined));
}

const isString = (value: unknown): value is string => typeof value === 'string';
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
// What is in an array that came out of `JSON.parse` is JSON.
const isJsonArray = (value: unknown): value is JsonValue[] => Array.isArray(value);

const checkSchema = inCamelCase(
  z.looseObject({
    verified: ifKind(isBoolean),
    status: ifKind(isString),
    dns_status: ifKind(isString),
    target: ifKind(isString),
    records: ifKind(isJsonArray),
  }),
);

const readyStatuses: ReadonlySet<unknown> = new Set(['configured', 'verified', 'active']);

/** Decodes a DNS check, from whichever of the shapes that sources show. */
export const decodePreviewDomainCheck: Decoder<PreviewDomainCheck> = (json) => {
  const body = isRecord(json) && isRecord(json['data']) ? json['data'] : json;
  const decoded = check(checkSchema, body);
  if ('issues' in decoded) return decoded;

  const { verified, status, dnsStatus, target, records, ...unknownFields } = decoded.value;
  return {
    value: {
      ...unknownFields,
      ready: verified ?? readyStatuses.has(status ?? dnsStatus),
      ...(status !== undefined && { status }),
      ...(dnsStatus !== undefined && { dnsStatus }),
      ...(target !== undefined && { target }),
      records: records ?? [],
      // It came out of `JSON.parse`.
      raw: json as JsonValue,
    },
  };
};
