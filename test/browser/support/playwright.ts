/**
 * The part of playwright-core that is used here. It is installed only for `npm run test:page`; these types let everything
 * be type-checked without it.
 */
import { createRequire } from 'node:module';

interface Playwright {
  readonly chromium: {
    launch(options: { readonly executablePath: string; readonly args: readonly string[] }): Promise<Browser>;
  };
}

export interface Browser {
  newContext(options: ContextOptions): Promise<BrowserContext>;
  close(): Promise<void>;
}

export interface ContextOptions {
  readonly viewport: { readonly width: number; readonly height: number };
  readonly isMobile: boolean;
  readonly hasTouch: boolean;
  readonly colorScheme: 'light';
  readonly reducedMotion: 'reduce' | 'no-preference';
  readonly permissions: readonly string[];
}

export interface BrowserContext {
  newPage(): Promise<Page>;
  setOffline(isOffline: boolean): Promise<void>;
  close(): Promise<void>;
}

export interface Page {
  readonly clock: {
    install(options: { readonly time: number }): Promise<void>;
    pauseAt(time: number): Promise<void>;
    resume(): Promise<void>;
    runFor(milliseconds: number): Promise<void>;
  };
  readonly keyboard: { press(key: string): Promise<void>; type(text: string): Promise<void> };
  addInitScript(script: () => void): Promise<void>;
  emulateMedia(media: { readonly colorScheme: 'light' | 'dark' }): Promise<void>;
  evaluate<Result>(script: string | (() => Result | Promise<Result>)): Promise<Result>;
  getByLabel(text: string): Locator;
  getByRole(role: string, options?: { readonly name?: string | RegExp; readonly exact?: boolean }): Locator;
  goto(url: string): Promise<unknown>;
  locator(selector: string, options?: { readonly hasText?: string | RegExp }): Locator;
  on(event: 'console', listener: (message: ConsoleMessage) => void): void;
  on(event: 'pageerror', listener: (error: Error) => void): void;
  on(event: 'request' | 'requestfinished' | 'requestfailed', listener: (request: PageRequest) => void): void;
  reload(): Promise<unknown>;
  screenshot(options: { readonly fullPage: boolean }): Promise<Buffer>;
  waitForFunction(script: () => unknown): Promise<unknown>;
}

export interface ConsoleMessage {
  type(): string;
  text(): string;
}

export interface PageRequest {
  url(): string;
  method(): string;
}

export interface Locator {
  allTextContents(): Promise<string[]>;
  check(): Promise<void>;
  click(): Promise<void>;
  count(): Promise<number>;
  fill(text: string): Promise<void>;
  first(): Locator;
  getAttribute(name: string): Promise<string | null>;
  inputValue(): Promise<string>;
  isChecked(): Promise<boolean>;
  isVisible(): Promise<boolean>;
  nth(index: number): Locator;
  press(key: string): Promise<void>;
  textContent(): Promise<string | null>;
  waitFor(options?: { readonly state?: 'visible' | 'hidden' }): Promise<void>;
}

/** Starts browsers. */
export const { chromium }: Playwright = createRequire(import.meta.url)('playwright-core');
