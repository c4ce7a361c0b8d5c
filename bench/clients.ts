/**
 * Each client lists its projects, or does what comes nearest, through its public API. A program that uses one of them
 * is compiled without the others and their packages, so nothing here may run when the module is loaded.
 */
import { Octokit } from '@octokit/core';
import { Vercel } from '@vercel/sdk';
import { HTTPClient } from '@vercel/sdk/lib/http.js';
import ky from 'ky';
import { MiosaClient } from 'miosa-client';
import { createFetch } from 'ofetch';
import OpenAI from 'openai';
import createClient from 'openapi-fetch';
import { Resend } from 'resend';
import Stripe from 'stripe';
import { miniPageSchema } from './decoders.ts';
import { apiKey, type WireProjectPage } from './documents.ts';

interface ConnectOptions {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** Used instead of the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/** Creates a client, and returns the call that lists its projects and resolves with the decoded result. */
export type Connect = (options: ConnectOptions) => () => Promise<unknown>;

/** What no client that speaks HTTP and JSON can avoid. */
export const rawFetch: Connect = ({ baseUrl, fetch = globalThis.fetch }) => {
  const headers = { accept: 'application/json', authorization: `Bearer ${apiKey}` };
  return async () => {
    const response = await fetch(`${baseUrl}/projects`, { headers });
    return JSON.parse(await response.text());
  };
};

export const miosa: Connect = ({ baseUrl, fetch }) => {
  const client = new MiosaClient({ apiKey, baseUrl, fetch });
  return () => client.projects.list();
};

/** A client, and a call of each of its namespaces: what a program pays for that uses all of `miosa-client`. */
export async function callEachNamespace(): Promise<void> {
  const client = new MiosaClient({ apiKey: null, baseUrl: '/api/miosa' });
  const { data } = await client.projects.list();
  const { id } = await client.workspaces.create({ name: 'Dr. Smith Clinic' });
  const domain = await client.previewDomain.get({ workspaceId: id });
  console.log(data.length, domain.status);
}

/** ky builds the request and sends it; whatever else it can do is turned off. */
export const bareKy: Connect = ({ baseUrl, fetch }) => {
  const url = `${baseUrl}/projects`;
  const headers = { accept: 'application/json', authorization: `Bearer ${apiKey}` };
  return async () => {
    const response = await ky(url, {
      method: 'GET',
      headers,
      timeout: false,
      retry: 0,
      throwHttpErrors: false,
      ...(fetch && { fetch }),
    });
    return JSON.parse(await response.text());
  };
};

/** A time-out of 10 s and two retries. */
export const kyWithDefaults: Connect = ({ baseUrl, fetch }) => {
  const headers = { authorization: `Bearer ${apiKey}` };
  const client = ky.create({ prefix: baseUrl, headers, ...(fetch && { fetch }) });
  return () => client.get('projects').json();
};

export const kyWithZod: Connect = ({ baseUrl, fetch }) => {
  const headers = { authorization: `Bearer ${apiKey}` };
  const client = ky.create({ prefix: baseUrl, headers, ...(fetch && { fetch }) });
  return () => client.get('projects').json(miniPageSchema);
};

/** What openapi-typescript would generate. */
interface Paths {
  '/projects': { get: { responses: { 200: { content: { 'application/json': WireProjectPage } } } } };
}

export const openapiFetch: Connect = ({ baseUrl, fetch }) => {
  const headers = { authorization: `Bearer ${apiKey}` };
  const client = createClient<Paths>({ baseUrl, headers, ...(fetch && { fetch }) });
  return async () => (await client.GET('/projects')).data;
};

export const ofetch: Connect = ({ baseUrl, fetch }) => {
  const headers = { authorization: `Bearer ${apiKey}` };
  const client = createFetch({ defaults: { baseURL: baseUrl, headers }, ...(fetch && { fetch }) });
  return () => client('/projects');
};

export const octokit: Connect = ({ baseUrl, fetch }) => {
  const client = new Octokit({ auth: apiKey, baseUrl, request: { fetch } });
  return async () => (await client.request('GET /projects')).data;
};

export const openai: Connect = ({ baseUrl, fetch }) => {
  const client = new OpenAI({ apiKey, baseURL: baseUrl, ...(fetch && { fetch }) });
  return () => client.get('/projects');
};

/** With its client for `fetch`: the one for Node's own `http` takes no stub, and is not comparable to the others. */
export const stripe: Connect = ({ baseUrl, fetch }) => {
  const { protocol, hostname, port } = new URL(baseUrl);
  const client = new Stripe(apiKey, {
    httpClient: Stripe.createFetchHttpClient(fetch),
    protocol: protocol === 'http:' ? 'http' : 'https',
    host: hostname,
    port,
  });
  return () => client.rawRequest('GET', '/projects');
};

export const resend: Connect = ({ baseUrl, fetch }) => {
  // It always calls the global one.
  if (fetch !== undefined) globalThis.fetch = fetch;
  const client = new Resend(apiKey, { baseUrl });
  return async () => (await client.get('/projects')).data;
};

/** Its own list of projects, which it checks and renames: it needs a response of Vercel's, of about the same size. */
export const vercel: Connect = ({ baseUrl, fetch }) => {
  const httpClient = fetch && new HTTPClient({ fetcher: fetch });
  const client = new Vercel({ bearerToken: apiKey, serverURL: baseUrl, ...(httpClient && { httpClient }) });
  return () => client.projects.getProjects({});
};
