/**
 * A plugin for TypeDoc: gives each page the title that the site asks for, keeps methods in the order of the source, lists
 * what a function throws under one heading, and finds errors that another entry of the package exports.
 */
import {
  type Application,
  type Comment,
  type CommentDisplayPart,
  Converter,
  DeclarationReflection,
  PageEvent,
  type ProjectReflection,
  RendererEvent,
  SignatureReflection,
} from 'typedoc';

export function load({ converter, renderer }: Application): void {
  converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const { comment } of Object.values(project.reflections)) {
      if (comment !== undefined) listThrows(comment, project);
    }
  });

  renderer.on(RendererEvent.BEGIN, ({ project }) => {
    // They were needed for the order; where the source is on somebody's disk is nothing to read.
    for (const reflection of Object.values(project.reflections)) {
      if (reflection instanceof DeclarationReflection || reflection instanceof SignatureReflection)
        delete reflection.sources;
    }
  });

  renderer.on(PageEvent.END, (page) => {
    page.contents = `---\ntitle: ${JSON.stringify(page.model.name)}\n---\n\n${page.contents}`;
  });
}

function listThrows(comment: Comment, project: ProjectReflection): void {
  const [first, ...others] = comment.getTags('@throws');
  if (first === undefined) return;
  first.content = [first, ...others].flatMap(({ content }) => [
    { kind: 'text', text: '- ' } as const,
    ...content.map((part) => withTarget(part, project)),
    { kind: 'text', text: '\n' } as const,
  ]);
  comment.blockTags = comment.blockTags.filter((tag) => !others.includes(tag));
}

function withTarget(part: CommentDisplayPart, { children = [] }: ProjectReflection): CommentDisplayPart {
  if (part.kind !== 'inline-tag') return part;
  const target = children.map((entry) => entry.getChildByName(part.text)).find((found) => found !== undefined);
  return target === undefined ? part : { ...part, target };
}
