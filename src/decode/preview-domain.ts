import { isRecord } from '../errors/is-record.ts';
import type { JsonValue } from '../resources/json.ts';
import type {
  PreviewDomain,
  PreviewDomainCheck,
  PreviewDomainLevel,
  PreviewUrlExamples,
} from '../resources/preview-domain.ts';
import type { Decoder } from './decoder.ts';
import { unwrapObject } from './envelope.ts';
import {
  addUnknownFields,
  type ObjectDecoder,
  objectDecoder,
  type Reading,
  readMap,
  readNullableString,
  readString,
} from './object-decoder.ts';

const decodeUrlExamples: ObjectDecoder<PreviewUrlExamples> = objectDecoder(
  { default_preview: 'string?', port_preview: 'string?', deployment: 'string?' },
  (wire): Reading<PreviewUrlExamples> => ({
    defaultPreview: readNullableString(wire.default_preview),
    portPreview: readNullableString(wire.port_preview),
    deployment: readNullableString(wire.deployment),
  }),
);

const decodeFields: ObjectDecoder<PreviewDomain> = objectDecoder(
  {
    scope: 'string',
    id: 'string?',
    preview_domain: 'string?',
    effective_domain: 'string?',
    status: 'string',
    dns_status: 'string?',
    url_examples: 'map?',
  },
  (wire): Reading<PreviewDomain> => ({
    scope: readString(wire.scope),
    id: readNullableString(wire.id),
    previewDomain: readNullableString(wire.preview_domain),
    effectiveDomain: readNullableString(wire.effective_domain),
    status: readString(wire.status),
    dnsStatus: readNullableString(wire.dns_status),
    // Only their kind is read here: `previewDomainDecoder` decodes them, for their issues to have the whole path.
    urlExamples: readMap(wire.url_examples) === undefined ? undefined : null,
  }),
);

/**
 * Makes the decoder of a preview domain.
 *
 * @param level - What the domain is set on. With the id from the path it stands in where the answer leaves them out:
 *   the body of a read is not documented.
 */
export function previewDomainDecoder(level: PreviewDomainLevel): Decoder<PreviewDomain> {
  return (json, { id }) => {
    const body = unwrapObject(json, 'preview_domain', 'preview_domain');
    if (!isRecord(body)) return decodeFields(body);
    const decoded = decodeFields({ ...body, scope: body['scope'] ?? level, id: body['id'] ?? id ?? null });
    const urlExamples = isRecord(body['url_examples']) ? decodeUrlExamples(body['url_examples']) : { value: null };
    if ('value' in decoded && 'value' in urlExamples) {
      return { value: { ...decoded.value, urlExamples: urlExamples.value } };
    }
    const inExamples = 'issues' in urlExamples ? urlExamples.issues : [];
    return {
      issues: [
        ...('issues' in decoded ? decoded.issues : []),
        ...inExamples.map((issue) => ({ ...issue, field: `url_examples.${issue.field}` })),
      ],
    };
  };
}

const readyStatuses: ReadonlySet<unknown> = new Set(['configured', 'verified', 'active']);

/**
 * Decodes a DNS check, from whichever of the shapes that sources show. Nobody documents it, so a field of another kind
 * than expected is no error: `raw` still has it.
 */
export const decodePreviewDomainCheck: Decoder<PreviewDomainCheck> = (json) => {
  const body = isRecord(json) && isRecord(json['data']) ? json['data'] : json;
  if (!isRecord(body)) return { issues: [{ field: '', message: 'expected object' }] };

  const { ready, verified, status, dns_status: dnsStatus, target, records, ...unknownFields } = body;
  const check: PreviewDomainCheck = {
    ready: isReady([verified, ready], status ?? dnsStatus),
    ...(typeof status === 'string' && { status }),
    ...(typeof dnsStatus === 'string' && { dnsStatus }),
    ...(typeof target === 'string' && { target }),
    // It came out of `JSON.parse`, as all of the body did.
    records: Array.isArray(records) ? (records as JsonValue[]) : [],
    raw: json as JsonValue,
  };
  addUnknownFields(check, unknownFields, {});
  return { value: check };
};

function isReady(verdicts: readonly unknown[], status: unknown): boolean {
  const verdict = verdicts.find((value) => typeof value === 'boolean');
  return verdict === undefined ? readyStatuses.has(status) : verdict === true;
}
