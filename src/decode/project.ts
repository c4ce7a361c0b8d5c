import type { IsEqual } from 'type-fest';
import * as z from 'zod/mini';
import type { Page } from '../resources/page.ts';
import type { Project } from '../resources/project.ts';
import { check, type Decoder, inCamelCase, jsonMap, nullableString } from './decoder.ts';
import { unwrapObject } from './envelope.ts';
import { pageDecoder } from './page.ts';

const projectSchema = inCamelCase(
  z.looseObject({
    id: z.string(),
    tenant_id: z.string(),
    workspace_id: z.string(),
    external_workspace_id: nullableString,
    external_project_id: nullableString,
    name: z.string(),
    slug: z.string(),
    description: nullableString,
    metadata: jsonMap,
    settings: jsonMap,
    created_at: z.string(),
    updated_at: z.string(),
  }),
);
true satisfies IsEqual<z.output<typeof projectSchema>, Project>;

/** Decodes one project. */
export const decodeProject: Decoder<Project> = (json) => check(projectSchema, unwrapObject(json, 'project', 'id'));

/** Decodes a list of projects. */
export const decodeProjectPage: Decoder<Page<Project>> = pageDecoder(projectSchema, 'projects');
