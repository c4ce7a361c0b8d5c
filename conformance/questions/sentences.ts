/** What the client does with several answers to several questions. */
export const read = 'The client reads it.';
export const readBack = 'The client gives what the API answers.';
export const rejects = 'The call rejects with the error of this status.';
