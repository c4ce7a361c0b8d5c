/**
 * A plugin for TypeDoc: brings in the guides in their order, names the landmarks and orders the headings of a page for
 * screen readers, and links code in text, such as `projects.create`, to the reference.
 */
import path from 'node:path';
import { Application, MarkdownEvent, PageEvent, type Reflection, ReflectionKind, RendererEvent } from 'typedoc';
import { guides } from './guides.ts';
import { root } from './support/entries.ts';

/** What the default theme writes, and what it should say. */
const corrections = [
  ['<div class="col-content">', '<div class="col-content" role="main">'],
  ['<div class="page-menu">', '<div class="page-menu" role="complementary" aria-label="On this page">'],
  ['<nav class="tsd-navigation">', '<nav class="tsd-navigation" aria-label="Site">'],
  // Who has no mouse scrolls what has the focus.
  ['<table>', '<div class="wide" role="group" aria-label="Table" tabindex="0"><table>'],
  ['</table>', '</table></div>'],
] as const;

/** How the client names what holds its methods. */
const namespaces: Readonly<Record<string, string>> = {
  Projects: 'projects.',
  Workspaces: 'workspaces.',
  PreviewDomains: 'previewDomain.',
  MiosaClient: '',
};

const exportKinds =
  ReflectionKind.Class |
  ReflectionKind.Interface |
  ReflectionKind.TypeAlias |
  ReflectionKind.Function |
  ReflectionKind.Variable;

export function load(application: Application): void {
  const { options, renderer } = application;
  // Not before: options that a plugin sets while it loads are reset when the configuration is read again.
  application.on(Application.EVENT_BOOTSTRAP_END, () => {
    const files = guides.map(({ file }) => path.join(root, file));
    options.setValue('projectDocuments', files);
  });

  const reference = new Map<string, Reflection>();

  renderer.on(RendererEvent.BEGIN, ({ project }) => {
    for (const reflection of project.getReflectionsByKind(exportKinds)) reference.set(reflection.name, reflection);
    for (const method of project.getReflectionsByKind(ReflectionKind.Method)) {
      const namespace = namespaces[method.parent?.name ?? ''];
      if (namespace === undefined) continue;
      reference.set(`${namespace}${method.name}`, method);
      reference.set(`miosa.${namespace}${method.name}`, method);
    }
  });

  renderer.on(MarkdownEvent.PARSE, (event) => {
    event.parsedText = event.parsedText.replace(/(?<!<a\b[^>]*>)<code>([\w.]+)<\/code>/g, (code, name: string) => {
      const target = reference.get(name);
      // What has no page and no place on one was left out of the reference.
      if (target === undefined || !renderer.router?.hasUrl(target)) return code;
      return `<a href="${renderer.router.relativeUrl(event.page.model, target)}">${code}</a>`;
    });
  });

  renderer.on(PageEvent.END, (page) => {
    const html = corrections.reduce((text, [written, better]) => text.replaceAll(written, better), page.contents ?? '');
    page.contents = orderHeadings(withoutNestedControls(html));
  });
}

/** A summary is a control already, and must not hold another one. */
function withoutNestedControls(html: string): string {
  return html.replace(/<summary\b.*?<\/summary>/gs, (summary) =>
    summary.replace(/<a\b[^>]*tsd-anchor-icon.*?<\/a>/gs, ''),
  );
}

/** Lets no heading skip a level, whatever size it is written in. */
function orderHeadings(html: string): string {
  const open: number[] = [];
  return html.replace(/<h([1-6])\b/g, (tag, digit: string) => {
    const written = Number(digit);
    while ((open.at(-1) ?? 0) >= written) open.pop();
    open.push(written);
    return open.length === written ? tag : `${tag} aria-level="${open.length}"`;
  });
}
