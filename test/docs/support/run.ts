import type { Locator, Page } from 'playwright-core';

/** Runs a program of a page, until it ends or is ended. */
export async function run(example: Locator): Promise<void> {
  await example.getByRole('button', { name: 'Run' }).click();
  await example.locator('[role=status]', { hasText: /^(Finished|Stopped|Not run)/ }).waitFor();
}

/** Runs a program in the place of the first one of a page. */
export async function runProgram(page: Page, program: string): Promise<Locator> {
  const example = page.locator('run-example').first();
  await example.evaluate((element, code) => element.setAttribute('program', code), program);
  await run(example);
  return example;
}

/** What a program printed, tables as Node prints them. */
export async function outputOf(example: Locator): Promise<string> {
  return (await example.locator('.lines').innerText()).trimEnd();
}
