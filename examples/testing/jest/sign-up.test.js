const { createMiosaEmulator } = require('miosa-client/testing');
const { signUp } = require('./sign-up.js');

// After a refused slug, `ensure` looks for some seconds whether another sign-up has taken it.
jest.setTimeout(15_000);

const emulator = createMiosaEmulator();

beforeEach(() => {
  emulator.reset();
  // The client looks for the global `fetch` when it sends, so that it can be replaced after the client was made.
  jest.spyOn(globalThis, 'fetch').mockImplementation(emulator.fetch);
});
afterEach(() => jest.restoreAllMocks());

test('a sign-up that is repeated finds what the first one created', async () => {
  const first = await signUp('clinic-123', 'Dr. Smith Clinic');
  const second = await signUp('clinic-123', 'Dr. Smith Clinic');
  expect([first.created, second.created]).toEqual([true, false]);
  expect(second.project).toEqual(first.project);
});

test('the key is sent, and never recorded', async () => {
  await signUp('clinic-123', 'Dr. Smith Clinic');
  const [request] = emulator.requests;
  expect(request).toMatchObject({ method: 'POST', path: '/workspaces' });
  expect(JSON.stringify(emulator.requests)).not.toContain('msk_test_jest');
});

test('an id that makes no slug is refused by the API', async () => {
  await expect(signUp('No. 125', 'Nobody')).rejects.toMatchObject({
    name: 'ValidationFailedError',
    issues: [{ field: 'slug', message: 'is invalid' }],
  });
});
