/**
 * Each client lists its projects, or does what comes nearest, through its public API and the global `fetch`. A program
 * that uses one of them is compiled without the others and their packages, so nothing here may run when the module is
 * loaded.
 */
import { Octokit } from '@octokit/core';
import { Vercel } from '@vercel/sdk';
import ky from 'ky';
import { MiosaClient } from 'miosa-client';
import { ofetch as callOfetch } from 'ofetch';
import OpenAI from 'openai';
import createClient from 'openapi-fetch';
import { Resend } from 'resend';
import Stripe from 'stripe';
import { miniPageSchema } from './decoders.ts';
import { apiKey, authorization, type WireProjectPage } from './documents.ts';

/** Creates a client, and returns the call that lists its projects and resolves with the decoded result. */
export type Connect = (baseUrl: string) => () => Promise<unknown>;

/** How long Node itself takes to reach the first line of a program. */
export const nothing: Connect = () => async () => ({});

/** What no client that speaks HTTP and JSON can avoid. */
export const rawFetch: Connect = (baseUrl) => {
  const headers = { accept: 'application/json', authorization };
  return async () => {
    const response = await fetch(`${baseUrl}/projects`, { headers });
    return JSON.parse(await response.text());
  };
};

export const miosa: Connect = (baseUrl) => {
  const client = new MiosaClient({ apiKey, baseUrl });
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
export const bareKy: Connect = (baseUrl) => {
  const headers = { accept: 'application/json', authorization };
  const options = { method: 'GET', headers, timeout: false, retry: 0, throwHttpErrors: false } as const;
  return async () => {
    const response = await ky(`${baseUrl}/projects`, options);
    return JSON.parse(await response.text());
  };
};

/** A time-out of 10 s and two retries. */
export const kyWithDefaults: Connect = (baseUrl) => {
  const client = ky.create({ prefix: baseUrl, headers: { authorization } });
  return () => client.get('projects').json();
};

export const kyWithZod: Connect = (baseUrl) => {
  const client = ky.create({ prefix: baseUrl, headers: { authorization } });
  const schema = miniPageSchema();
  return () => client.get('projects').json(schema);
};

/** What openapi-typescript would generate. */
interface Paths {
  '/projects': { get: { responses: { 200: { content: { 'application/json': WireProjectPage } } } } };
}

export const openapiFetch: Connect = (baseUrl) => {
  const client = createClient<Paths>({ baseUrl, headers: { authorization } });
  return async () => (await client.GET('/projects')).data;
};

export const ofetch: Connect = (baseUrl) => {
  const client = callOfetch.create({ baseURL: baseUrl, headers: { authorization } });
  return () => client('/projects');
};

export const octokit: Connect = (baseUrl) => {
  const client = new Octokit({ auth: apiKey, baseUrl });
  return async () => (await client.request('GET /projects')).data;
};

export const openai: Connect = (baseUrl) => {
  const client = new OpenAI({ apiKey, baseURL: baseUrl });
  return () => client.get('/projects');
};

/** With its client for `fetch`: the one for Node's own `http` takes no stub, and is not comparable to the others. */
export const stripe: Connect = (baseUrl) => {
  const { protocol, hostname: host, port } = new URL(baseUrl);
  const httpClient = Stripe.createFetchHttpClient();
  const client = new Stripe(apiKey, { httpClient, protocol: protocol === 'http:' ? 'http' : 'https', host, port });
  return () => client.rawRequest('GET', '/projects');
};

export const resend: Connect = (baseUrl) => {
  const client = new Resend(apiKey, { baseUrl });
  return async () => (await client.get('/projects')).data;
};

/** Its own list of projects, which it checks and renames: it needs a response of Vercel's, of about the same size. */
export const vercel: Connect = (baseUrl) => {
  const client = new Vercel({ bearerToken: apiKey, serverURL: baseUrl });
  return () => client.projects.getProjects({});
};
