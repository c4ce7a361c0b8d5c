import { isRecord, type JsonValue, type OpenString } from '../json.ts';
import { addUnknownFields } from '../schemas/names.ts';
import { expected, type Result, type Schema, schema } from '../schemas/schema.ts';

/** How far a preview domain has come. The API may send other values; the type stays open to them. */
export type PreviewDomainStatus = OpenString<'not_configured' | 'pending_dns' | 'configured'>;

/** What a DNS check found. Its wire shape is not documented for projects, so little of it is promised. */
export interface PreviewDomainCheck {
  /**
   * Whether the domain can be used. The rule: `verified`, else `ready`, decides where it is a boolean. Else `status`, or
   * `dns_status` where there is no status, must be `configured`, `verified` or `active`. Anything else, a value that
   * nobody documents included, is not ready, and says nothing about failure.
   */
  ready: boolean;
  /** How far the domain has come, where the API says so. */
  status?: PreviewDomainStatus;
  /** The state of the DNS records, where the API says so. */
  dnsStatus?: string;
  /** Where the records must point, where the API says so. */
  target?: string;
  /** The records that the API looked at, as sent. */
  records: JsonValue[];
  /** The body as sent, for what this type does not know. */
  raw: JsonValue;
}

/**
 * What a DNS check sends, in whichever of the shapes that sources show. Nobody documents it, so a field of another kind
 * than expected is no error: `raw` still has it.
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
