import type { MiosaClient, Project } from 'miosa-client';
import { expectTypeOf, test } from 'vitest';

declare const miosa: MiosaClient;

test('a project is exactly the documented type', () => {
  expectTypeOf(miosa.projects.get('id')).resolves.toEqualTypeOf<Project>();
});
