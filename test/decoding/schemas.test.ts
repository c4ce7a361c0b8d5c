import fc from 'fast-check';
import { previewDomainSchema, projectSchema, type Schema, workspaceSchema } from 'miosa-client';
import { describe, expect, test } from 'vitest';
import { clientWith } from '../support/client.ts';
import { everyMethod } from '../support/every-method.ts';
import { inTurn, replyWith } from '../support/replies.ts';
import { previewDomain, project, wirePreviewDomain, wireProject, wireWorkspace, workspace } from '../support/seed.ts';

interface SchemaCase {
  readonly schema: Schema<object>;
  /** Its name on the wire. */
  readonly name: string;
  readonly wire: object;
  readonly value: object;
  /** Fields that are strings. */
  readonly required: readonly string[];
  /** Fields that are strings, null or missing. */
  readonly optional: readonly string[];
  /** Fields that are objects, null or missing. */
  readonly maps: readonly string[];
  /** Fields with fields of their own, which have tests of their own. */
  readonly nested: readonly string[];
}

const cases: Record<string, SchemaCase> = {
  projectSchema: {
    schema: projectSchema,
    name: 'project',
    wire: wireProject,
    value: project,
    required: ['id', 'tenant_id', 'workspace_id', 'name', 'slug', 'created_at', 'updated_at'],
    optional: ['external_workspace_id', 'external_project_id', 'description'],
    maps: ['metadata', 'settings'],
    nested: [],
  },
  workspaceSchema: {
    schema: workspaceSchema,
    name: 'workspace',
    wire: wireWorkspace,
    value: workspace,
    required: ['id', 'name'],
    optional: ['tenant_id', 'external_workspace_id', 'slug', 'description', 'created_at', 'updated_at'],
    maps: ['metadata', 'settings'],
    nested: [],
  },
  previewDomainSchema: {
    schema: previewDomainSchema,
    name: 'preview_domain',
    wire: wirePreviewDomain,
    value: previewDomain,
    required: ['scope', 'status'],
    optional: ['id', 'preview_domain', 'effective_domain', 'dns_status'],
    maps: [],
    nested: ['url_examples'],
  },
};

const camelCase = (name: string): string => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());

describe.each(Object.entries(cases))('%s', (_, { schema, name, wire, value, ...kinds }) => {
  const { version, vendor, validate } = schema['~standard'];

  test('follows the Standard Schema specification', () => {
    expect({ version, vendor }).toEqual({ version: 1, vendor: 'miosa-client' });
  });

  test('is tested for every field of the document', () => {
    const { required, optional, maps, nested } = kinds;
    expect([...required, ...optional, ...maps, ...nested].toSorted()).toEqual(Object.keys(wire).toSorted());
  });

  test.each([
    ['bare', wire],
    ['inside data', { data: wire }],
    [`inside ${name}`, { [name]: wire }],
  ])('gives the public type for the object %s', (_title, input) => {
    expect(validate(input)).toStrictEqual({ value });
  });

  test('keeps unknown fields under their camelCase names, also where fields are missing', () => {
    const grown = { ...wire, project_owner: { first_name: 'Ada' } };
    const kept = { projectOwner: { first_name: 'Ada' } };
    expect(validate(grown)).toStrictEqual({ value: { ...value, ...kept } });
    const [field = ''] = kinds.optional;
    const { [field]: _field, ...missing }: Record<string, unknown> = grown;
    expect(validate(missing)).toStrictEqual({ value: { ...value, ...kept, [camelCase(field)]: null } });
  });

  test.each([undefined, null, 7, 'text', true, [], [wire]])('says that %j is no object', (input) => {
    expect(validate(input)).toStrictEqual({ issues: [{ path: [], message: 'expected object' }] });
  });

  test('names every wrong field by its path on the wire, and else gives what is documented', () => {
    const anything = fc.oneof(fc.constantFrom(undefined, null, '', 'text', {}, []), fc.jsonValue({ maxDepth: 2 }));
    const fields = Object.keys(wire).filter((field) => !kinds.nested.includes(field));
    const changes = fc.dictionary(fc.constantFrom(...fields), anything, { maxKeys: 3 });
    const unknown = fc.dictionary(fc.stringMatching(/^new_[a-z]{1,8}$/), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 2 });
    const property = fc.property(changes, unknown, (changed, grown) => {
      const entries = Object.entries({ ...wire, ...changed, ...grown });
      const input: Record<string, unknown> = Object.fromEntries(entries.filter(([, given]) => given !== undefined));
      const expected: Record<string, unknown> = { ...value };
      for (const [field, other] of Object.entries(grown)) expected[camelCase(field)] = other;
      const issues: object[] = [];
      for (const field of fields) {
        const given = input[field] ?? null;
        const isMap = kinds.maps.includes(field);
        const isRight = isMap ? typeof given === 'object' && !Array.isArray(given) : typeof given === 'string';
        const mayBeNull = !kinds.required.includes(field);
        if (!isRight && !(given === null && mayBeNull)) {
          issues.push({ path: [field], message: isMap ? 'expected object' : 'expected string' });
        }
        expected[camelCase(field)] = isMap ? (given ?? {}) : given;
      }
      expect(validate({ data: input })).toStrictEqual(issues.length > 0 ? { issues } : { value: expected });
    });
    fc.assert(property, { numRuns: 1000 });
  });
});

test.each(Object.entries(everyMethod))(
  '%s resolves with plain data, as sent to a worker or as JSON',
  async (_, method) => {
    const value = await method.call(clientWith({ fetch: inTurn(...method.replies.map((reply) => replyWith(reply))) }));
    expect(value).toSatisfy(method.kind);
    expect(structuredClone(value)).toStrictEqual(value);
    // What is `undefined`, such as the total of a list that has none, is missing in JSON.
    if (value !== undefined) expect(JSON.parse(JSON.stringify(value))).toEqual(value);
  },
);

test('a schema of this package decodes what miosa.request returns', async () => {
  const miosa = clientWith({ fetch: replyWith({ data: wireProject }) });
  expect(await miosa.request('GET', `/projects/${project.id}`, { schema: projectSchema })).toEqual(project);
});
