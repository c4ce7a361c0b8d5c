import { isRecord, type JsonValue, type OpenString } from '../json.ts';
import { addUnknownFields } from '../schemas/names.ts';
import { expected, type Result, type Schema, schema } from '../schemas/schema.ts';

/** The state of a preview domain. The API may send other values; the type stays open to them. */
export type PreviewDomainStatus = OpenString<'not_configured' | 'pending_dns' | 'configured'>;

/** The result of a DNS check. Its wire format is not documented for projects, so most fields are optional. */
export interface PreviewDomainCheck {
  /**
   * Whether the domain can be used. The rule: `verified`, else `ready`, decides where it is a boolean. Else `status`, or
   * `dns_status` where there is no status, must be `configured`, `verified` or `active`. Anything else, including
   * undocumented values, is not ready, which does not mean that it failed.
   */
  ready: boolean;
  /** The state of the domain, if the API sends it. */
  status?: PreviewDomainStatus;
  /** The state of the DNS records, if the API sends it. */
  dnsStatus?: string;
  /** Where the records must point, if the API sends it. */
  target?: string;
  /** The records that the API looked at, as sent. */
  records: JsonValue[];
  /** The body as sent, for fields that this type does not have. */
  raw: JsonValue;
}

/**
 * The response to a DNS check, in any of the shapes that sources show. It is not documented, so a field of another type
 * than expected is not an error: `raw` still has it.
 */
export const previewDomainCheckSchema: Schema<PreviewDomainCheck> = schema((json): Result<PreviewDomainCheck> => {
  const body = isRecord(json) && isRecord(json['data']) ? json['data'] : json;
  if (!isRecord(body)) return expected('object');

  const { ready, verified, status, dns_status: dnsStatus, target, records, ...unknownFields } = body;
  const check: PreviewDomainCheck & Record<string, unknown> = {
    ready: isReady([verified, ready], status ?? dnsStatus),
    ...(typeof status === 'string' && { status }),
    ...(typeof dnsStatus === 'string' && { dnsStatus }),
    ...(typeof target === 'string' && { target }),
    // It came out of `JSON.parse`, as all of the body did.
    records: Array.isArray(records) ? (records as JsonValue[]) : [],
    raw: json as JsonValue,
  };
  addUnknownFields(check, unknownFields);
  return { value: check };
});

function isReady(verdicts: readonly unknown[], status: unknown): boolean {
  const verdict = verdicts.find((value) => typeof value === 'boolean');
  return verdict ?? (status === 'configured' || status === 'verified' || status === 'active');
}
