import type { Project } from './project.ts';

/** Result of `projects.ensure`. */
export interface EnsuredProject {
  /** The project, found or created. */
  project: Project;
  /** Whether this call created it. */
  created: boolean;
}
