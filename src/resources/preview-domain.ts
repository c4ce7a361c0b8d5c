import type { JsonValue } from './json.ts';
import type { OpenString } from './open-string.ts';

/** How far a preview domain has come. The API may send other values; the type stays open to them. */
export type PreviewDomainStatus = OpenString<'not_configured' | 'pending_dns' | 'configured'>;

/** The part of the platform that a preview domain is set on. */
export type PreviewDomainLevel = OpenString<'project' | 'workspace' | 'organization'>;

/** The preview domain of one project. */
export interface ProjectScope {
  /** UUID of the project. */
  readonly projectId: string;
  readonly workspaceId?: never;
  readonly id?: never;
}

/** The preview domain that the projects of one workspace inherit. */
export interface WorkspaceScope {
  /** UUID of the workspace. */
  readonly workspaceId: string;
  readonly projectId?: never;
  /** Keeps a project, which has a `workspaceId`, from being taken for the scope of its workspace. */
  readonly id?: never;
}

/** Whose preview domain is meant: a project's, a workspace's, or the one that the whole organization falls back to. */
export type PreviewDomainScope = ProjectScope | WorkspaceScope | 'organization';

/** Templates of the URLs that a preview domain leads to, with placeholders such as `<slug>`. */
export interface PreviewUrlExamples {
  /** Of a preview on its default port, or `null`. */
  defaultPreview: string | null;
  /** Of a preview on a port of its own, or `null`. */
  portPreview: string | null;
  /** Of a deployment, or `null`. */
  deployment: string | null;
}

/** The domain that generated URLs run under. */
export interface PreviewDomain {
  /** What the domain is set on. */
  scope: PreviewDomainLevel;
  /** The id of what the domain is set on, or `null` where there is none. */
  id: string | null;
  /** The domain set here, or `null` when it is inherited. */
  previewDomain: string | null;
  /** The domain in force, own or inherited, or `null` when none is. */
  effectiveDomain: string | null;
  /** How far it has come. */
  status: PreviewDomainStatus;
  /** The state of its DNS records, as sent, or `null`. */
  dnsStatus: string | null;
  /** What generated URLs look like, or `null`. */
  urlExamples: PreviewUrlExamples | null;
}

/** What a DNS check found. Its wire shape is not documented for projects, so little of it is promised. */
export interface PreviewDomainCheck {
  /**
   * Whether the domain can be used. The rule: `verified`, else `ready`, is the answer where it is a boolean. Else
   * `status`, or `dns_status` where there is no status, must be `configured`, `verified` or `active`. Anything else,
   * a value that nobody documents included, is not ready, and says nothing about failure.
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

/** A DNS record that a customer has to add. */
export interface RequiredDnsRecord {
  /** The record type. */
  readonly type: 'CNAME';
  /** The name relative to the preview domain. Where the DNS zone is a parent of it, panels want more: see `fqdn`. */
  readonly name: '*' | '*.sandbox';
  /** The full name. */
  readonly fqdn: string;
  /** Where it points. */
  readonly value: 'proxy.miosa.ai';
}
