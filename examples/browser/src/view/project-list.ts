import type { Project } from 'miosa-client';
import type { Problem } from '../problem.ts';
import { element, fromTemplate } from './element.ts';
import { Notice } from './notice.ts';

/** The projects to pick from. */
export class ProjectList {
  readonly #main = element('main', HTMLElement);
  readonly #list = element('#project-list', HTMLElement);
  readonly #skeletons = [...this.#list.children];
  readonly #problem = new Notice(element('#projects-problem', HTMLElement));
  readonly #none = element('#projects-none', HTMLElement);
  readonly #onPick: (project: Project) => void;

  constructor(onPick: (project: Project) => void) {
    this.#onPick = onPick;
  }

  /** Shows that they are on their way. */
  showLoading(): void {
    this.#problem.hide();
    this.#main.dataset['state'] = 'projects';
    this.#list.hidden = false;
    this.#list.ariaBusy = 'true';
    this.#list.replaceChildren(...this.#skeletons);
  }

  /** Shows them, one of them picked. */
  show(projects: readonly Project[], picked: Project | undefined): void {
    this.#list.ariaBusy = 'false';
    this.#list.replaceChildren(...projects.map((project) => this.#option(project, project === picked)));
    this.#none.hidden = projects.length > 0;
    if (projects.length === 0) this.#main.dataset['state'] = 'empty';
  }

  /** Shows why there is nothing to pick from. */
  showProblem(problem: Problem, retry: () => void): void {
    this.#main.dataset['state'] = 'empty';
    this.#list.hidden = true;
    this.#problem.show(problem, retry);
  }

  #option(project: Project, isPicked: boolean): DocumentFragment {
    const option = fromTemplate('#project-template');
    element('.project-name', HTMLElement, option).textContent = project.name;
    element('.project-about', HTMLElement, option).textContent = project.description ?? project.slug;
    const radio = element('input', HTMLInputElement, option);
    radio.checked = isPicked;
    radio.addEventListener('change', () => this.#onPick(project));
    return option;
  }
}
