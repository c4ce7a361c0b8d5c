/**
 * Makes a part of the client, such as `projects`, out of its methods. They are functions, not a class with a private
 * field: its type would fit no other build or copy of this package. They are inherited, so that a clone, a log or a
 * comparison of the client passes them over.
 */
export function namespaceOf<Methods extends object>(methods: Methods): Methods {
  return Object.create(methods);
}
