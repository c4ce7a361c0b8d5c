/**
 * Makes a part of the client, such as `projects`, from its methods. They are functions, not a class with a private
 * field, whose type would be incompatible with other builds and copies of this package. They are inherited, so that
 * clones, logs and comparisons of the client skip them.
 */
export function namespaceOf<Methods extends object>(methods: Methods): Methods {
  return Object.create(methods);
}
