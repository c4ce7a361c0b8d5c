/** What the compiler's own library costs whatever it compiles. */
export async function useNothing(signal: AbortSignal): Promise<string[]> {
  return [String(signal.aborted)];
}
