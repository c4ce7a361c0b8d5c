/** `created_at` becomes `createdAt`. Leading underscores stay. */
export function camelCase(wireName: string): string {
  if (!wireName.includes('_')) return wireName;
  return wireName.replace(/(?<=[^_])_+([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** `externalProjectId` becomes `external_project_id`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Keeps unknown fields, under their names in camelCase. What is there already is never overwritten. */
export function addUnknownFields(
  target: Record<string, unknown>,
  wire: Readonly<Record<string, unknown>>,
  known: readonly { readonly wireName: string }[] = [],
): void {
  for (const wireName of Object.keys(wire)) {
    if (known.some((field) => field.wireName === wireName)) continue;
    const name = camelCase(wireName);
    if (Object.hasOwn(target, name)) continue;
    // Assigning to `__proto__` would replace the prototype instead of adding a field.
    Object.defineProperty(target, name, {
      value: wire[wireName],
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
}
