/** A program without a client. */
export async function useNothing(signal: AbortSignal): Promise<string[]> {
  return [String(signal.aborted)];
}
