/** The command cannot do what it was asked; the message says why, and what to do. */
export class Refusal extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The command was called in a way that cannot be right. */
export class UsageRefusal extends Refusal {
  constructor(problem: string) {
    super(`${problem}\nnpx miosa-client --help lists what there is.`, 2);
  }
}

/** By its name: the class itself would bring the client. */
export function isConfigError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'MiosaConfigError';
}
