import { configDefaults, type ViteUserConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import all from '../../vitest.config.ts';

const slow = ['aborts', 'ensure', 'idempotency', 'pages', 'custom-requests', 'retries', 'schemas', 'tenants'];

/** A run ends with the first test that fails: the quick files go first, and those about errors before all. */
class QuickFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const [, folder, name = ''] = /([^/]+)\/([^/]+)\.test\.ts$/.exec(moduleId) ?? [];
      if (slow.includes(name)) return 2;
      return folder === 'errors' ? 0 : 1;
    };
    return files.toSorted((a, b) => rank(a) - rank(b) || a.moduleId.localeCompare(b.moduleId));
  }
}

/** The tests that mutation testing runs: quick ones, since each runs once per mutant that it reaches. */
const config: ViteUserConfig = {
  ...all,
  test: {
    ...all.test,
    include: ['test/**/*.test.ts'],
    exclude: [
      ...configDefaults.exclude,
      'test/conformance/**',
      'test/testing/**',
      // Hundreds of simulated or random runs each, of code that other tests reach, too.
      'test/requests/limiters.test.ts',
      'test/decoding/properties.test.ts',
      'test/ensure/faults.test.ts',
    ],
    typecheck: { enabled: false },
    // These load the modules again: what runs once per module would count as covered by them, and be tested by nothing.
    testNamePattern: /^(?!.*of another copy of the package)/,
    sequence: { sequencer: QuickFirst },
    // One worker for all files: starting one per file took most of the time.
    isolate: false,
  },
};

export default config;
