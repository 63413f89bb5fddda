import { defineConfig } from 'vitest/config';

export default defineConfig({
  define: { __VERSION__: '"0.0.0-test"' },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // Worker threads and the tests of the real program run what the build made.
    globalSetup: 'test/support/build.ts',
    testTimeout: 20_000,
    // Where nobody watches, a terminal that was late once on a busy machine is asked again; a fault fails twice.
    retry: process.env.CI === undefined ? 0 : 1,
  },
});
