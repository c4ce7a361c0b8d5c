import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { type PageServer, startServer } from '../../../examples/browser/server.ts';
import { launchChromium } from './chromium.ts';
import type { Browser, BrowserContext, Locator, Page } from './playwright.ts';

/** What a visitor looks at the page with. */
export interface Device {
  readonly device?: 'desktop' | 'phone';
  readonly motion?: 'reduce' | 'no-preference';
}

const screens = { desktop: { width: 1280, height: 900 }, phone: { width: 360, height: 800 } };

declare global {
  interface Window {
    /** What the page's policy has blocked. */
    blocked: string[];
    /** How far things have moved without the visitor's doing. */
    layoutShift: number;
  }
}

/** A server and a browser, for any number of visits. */
export class Visits {
  readonly #server: PageServer;
  readonly #browser: Browser;

  constructor(server: PageServer, browser: Browser) {
    this.#server = server;
    this.#browser = browser;
  }

  static async open(): Promise<Visits> {
    const [server, browser] = await Promise.all([startServer(0), launchChromium()]);
    return new Visits(server, browser);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.close();
  }

  /** Makes MIOSA behave otherwise, as somebody does at `/demo`. */
  async behave(behaviour: string): Promise<void> {
    const body = new URLSearchParams({ behaviour });
    const { status } = await fetch(`${this.#server.url}demo`, { method: 'POST', body, redirect: 'manual' });
    assert.equal(status, 303);
  }

  /**
   * Opens the page anew, with nothing kept from other visits.
   *
   * @param play - What the visitor does. After it, nothing may have gone wrong in the page.
   */
  async visit(device: Device, play: (visit: Visit) => Promise<void>): Promise<void> {
    const { device: screen = 'desktop', motion = 'reduce' } = device;
    await this.behave('reset');
    const context = await this.#browser.newContext({
      viewport: screens[screen],
      isMobile: screen === 'phone',
      hasTouch: screen === 'phone',
      colorScheme: 'light',
      reducedMotion: motion,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    try {
      const page = await context.newPage();
      const complaints = await listen(page, this.#server.url);
      const visit = new Visit(page, context, this, this.#server.url);
      await play(visit);
      assert.deepEqual(await page.evaluate(() => window.blocked), [], 'The policy blocked something');
      assert.deepEqual(complaints, []);
    } finally {
      await context.close();
    }
  }
}

/** Collects what must not happen in the page. */
async function listen(page: Page, origin: string): Promise<string[]> {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(origin)) complaints.push(`a request to ${request.url()}`);
  });
  page.on('console', (message) => {
    // The browser itself notes each answer that is an error, however well the page deals with it.
    const isAnswer = message.text().startsWith('Failed to load resource');
    if (['error', 'warning'].includes(message.type()) && !isAnswer) complaints.push(`console: ${message.text()}`);
  });
  await page.addInitScript(() => {
    window.blocked = [];
    window.layoutShift = 0;
    document.addEventListener('securitypolicyviolation', (event) => window.blocked.push(event.violatedDirective));
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        // The DOM types do not know this kind of entry yet.
        const shift = entry as PerformanceEntry & { readonly value: number; readonly hadRecentInput: boolean };
        if (!shift.hadRecentInput) window.layoutShift += shift.value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  // In the page, time stands still until a test lets it pass: however busy the machine is, the same things happen.
  await page.clock.install({ time: 0 });
  await page.clock.pauseAt(1000);
  return complaints;
}

/** One visitor, and what can be done on the page. */
export class Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly #visits: Visits;
  readonly #url: string;
  #requestsUnderWay = 0;

  constructor(page: Page, context: BrowserContext, visits: Visits, url: string) {
    this.page = page;
    this.context = context;
    this.#visits = visits;
    this.#url = url;
    page.on('request', () => {
      this.#requestsUnderWay += 1;
    });
    for (const event of ['requestfinished', 'requestfailed'] as const) {
      page.on(event, () => {
        this.#requestsUnderWay -= 1;
      });
    }
  }

  get domain(): Locator {
    return this.page.getByLabel('Domain or subdomain');
  }

  behave(behaviour: string): Promise<void> {
    return this.#visits.behave(behaviour);
  }

  /** Goes to the page, without waiting for what it loads. */
  async arrive(query = ''): Promise<void> {
    await this.page.goto(this.#url + query);
  }

  /** Goes to the page, and waits until the first project can be worked on. */
  async open(query = ''): Promise<void> {
    await this.arrive(query);
    await this.page.locator('#url-preview b').waitFor();
  }

  async pick(project: string): Promise<void> {
    await this.page.getByRole('radio', { name: new RegExp(project) }).check();
    await this.page.locator('h2', { hasText: project }).waitFor();
  }

  async setDomain(domain: string): Promise<void> {
    await this.domain.fill(domain);
    await this.domain.press('Enter');
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** Waits until a text is there to be seen. */
  async see(selector: string, text: string | RegExp): Promise<void> {
    await this.page.locator(selector, { hasText: text }).first().waitFor();
  }

  /** Waits until the panel of the checks has this title. */
  progress(title: string): Promise<void> {
    return this.see('#progress-title', title);
  }

  /** Lets time pass, a second at a time, until something is so. Answers take no time. */
  async passTimeUntil(isSo: () => Promise<boolean>): Promise<void> {
    for (let second = 0; second < 1200; second++) {
      while (this.#requestsUnderWay > 0) await sleep(5);
      if (await isSo()) return;
      await this.page.clock.runFor(1000);
    }
    assert.fail('Twenty minutes have passed in the page, and it is still not so.');
  }

  /** How many checks the page says were made. */
  async checks(): Promise<number> {
    return Number(await this.text('#count-checks'));
  }

  async text(selector: string): Promise<string> {
    return (await this.page.locator(selector).textContent())?.trim() ?? '';
  }
}
