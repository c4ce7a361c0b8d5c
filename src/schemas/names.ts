/** `created_at` becomes `createdAt`. Leading underscores stay. */
export function camelCase(wireName: string): string {
  if (!wireName.includes('_')) return wireName;
  return wireName.replace(/(?<=[^_])_+([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** `externalProjectId` becomes `external_project_id`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
