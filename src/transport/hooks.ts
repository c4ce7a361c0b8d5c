/** Calls a user's function that only watches: whatever goes wrong in it, the call goes on. */
export function notify<Event>(watch: ((event: Event) => unknown) | undefined, event: Event): void {
  if (watch === undefined) return;
  try {
    // An async function fails later, and nobody else would handle that.
    Promise.resolve(watch(event)).catch(() => {});
  } catch {}
}
