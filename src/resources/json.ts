export type { JsonObject, JsonValue } from 'type-fest';
