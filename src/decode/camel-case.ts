/** `created_at` becomes `createdAt`. Leading underscores stay. */
export function camelCase(wireName: string): string {
  return wireName.replace(/(?<=[^_])_+([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * Renames the fields of one object, and leaves their values alone: what is inside belongs to somebody else.
 *
 * A field that the schema knows wins over an unknown one that would get the same name.
 *
 * @param wire - A decoded object. Known fields come first, as zod's loose objects have them.
 */
export function camelCaseFields(wire: Record<string, unknown>): Record<string, unknown> {
  const renamed: Record<string, unknown> = {};
  for (const [wireName, value] of Object.entries(wire)) {
    const name = camelCase(wireName);
    if (Object.hasOwn(renamed, name)) continue;
    // Assigning to `__proto__` would replace the prototype instead of adding a field.
    if (name === '__proto__')
      Object.defineProperty(renamed, name, { value, enumerable: true, writable: true, configurable: true });
    else renamed[name] = value;
  }
  return renamed;
}
