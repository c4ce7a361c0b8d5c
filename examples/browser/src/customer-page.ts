import type { PreviewDomain, Project } from 'miosa-client';
import { DomainWatch, type Watch } from './domain-watch.ts';
import { miosa } from './miosa.ts';
import { domainIssue, explain } from './problem.ts';
import { announce } from './view/announce.ts';
import { confirmClear } from './view/clear-dialog.ts';
import { focusDnsRecords, showDnsRecords } from './view/dns-records.ts';
import { DomainForm } from './view/domain-form.ts';
import { ProgressPanel } from './view/progress-panel.ts';
import { ProjectList } from './view/project-list.ts';
import { Sheet } from './view/sheet.ts';
import { showUrlExamples } from './view/url-examples.ts';

/** What a customer does here: picks a project, sets its domain, adds the DNS records, and sees it become ready. */
export class CustomerPage {
  readonly #watch = new DomainWatch((watch) => this.#showWatch(watch));
  readonly #projects = new ProjectList((project) => this.#pick(project));
  readonly #sheet = new Sheet();
  readonly #form = new DomainForm({ onSet: (domain) => this.#set(domain), onClear: () => this.#clear() });
  readonly #progress = new ProgressPanel({ onStop: () => this.#watch.stop(), onResume: () => this.#watch.resume() });
  #picked: Project | undefined;
  #domain: PreviewDomain | undefined;
  /** Ends reading the domain of a project that is not the picked one any more. */
  #reading = new AbortController();

  /** Shows the workspace's projects, and the domain of one of them. */
  async open(): Promise<void> {
    this.#projects.showLoading();
    const projects: Project[] = [];
    try {
      // The backend narrows the list to the customer's workspace.
      for await (const project of miosa.projects.list()) projects.push(project);
    } catch (error) {
      return this.#projects.showProblem(explain(error), () => this.open());
    }
    const picked = projects.find(({ slug }) => `#${slug}` === location.hash) ?? projects[0];
    this.#projects.show(projects, picked);
    if (picked === undefined) return;
    await Promise.all([this.#pick(picked), this.#nameCustomer(picked.workspaceId)]);
  }

  async #nameCustomer(workspaceId: string): Promise<void> {
    try {
      const { name } = await miosa.workspaces.get(workspaceId);
      this.#sheet.showCustomer(name);
    } catch {
      // The page works without the name.
    }
  }

  async #pick(project: Project): Promise<void> {
    this.#picked = project;
    history.replaceState(null, '', `#${project.slug}`);
    this.#watch.leave();
    this.#sheet.showLoading(project.name);
    await this.#read(project);
  }

  async #read(project: Project): Promise<void> {
    this.#reading.abort();
    this.#reading = new AbortController();
    const { signal } = this.#reading;
    try {
      this.#show(project, await miosa.previewDomain.get({ projectId: project.id }, { signal }));
    } catch (error) {
      if (!signal.aborted) this.#sheet.showProblem(explain(error), () => this.#pick(project));
    }
  }

  async #set(name: string): Promise<void> {
    const project = this.#picked;
    if (project === undefined) return;
    this.#form.showBusy();
    try {
      const domain = await miosa.previewDomain.set({ projectId: project.id }, name);
      // Another project may have been picked meanwhile.
      if (project !== this.#picked) return;
      announce(`${domain.previewDomain} is set. Two DNS records have to be added.`);
      this.#show(project, domain);
      focusDnsRecords();
    } catch (error) {
      if (project === this.#picked) this.#form.showError(domainIssue(error) ?? explain(error));
    }
  }

  async #clear(): Promise<void> {
    const project = this.#picked;
    const name = this.#domain?.previewDomain;
    if (project === undefined || name == null || !(await confirmClear(name))) return;
    this.#form.showBusy();
    try {
      await miosa.previewDomain.clear({ projectId: project.id });
    } catch (error) {
      if (project === this.#picked) this.#form.showError(explain(error));
      return;
    }
    if (project !== this.#picked) return;
    announce(`${name} is cleared.`);
    // What is in force now is inherited, and only the API knows it.
    await this.#read(project);
    this.#form.focus();
  }

  #show(project: Project, domain: PreviewDomain): void {
    const { previewDomain } = domain;
    this.#domain = domain;
    this.#sheet.showSteps(previewDomain);
    this.#form.show(previewDomain);
    showUrlExamples(domain);
    showDnsRecords(previewDomain);
    if (previewDomain === null) {
      this.#watch.leave();
      this.#progress.hide();
    } else {
      // A domain that is ready is found so by the first check.
      this.#watch.follow(project.id);
    }
  }

  #showWatch(watch: Watch): void {
    this.#progress.show(watch, this.#domain?.previewDomain ?? '');
    this.#sheet.showState(watch.state);
  }
}
