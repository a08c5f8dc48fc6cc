import { readdirSync } from "node:fs";
import { join } from "node:path";

/** How Next writes a parameter in the name of a folder: `[fileId]`, `[...path]`, `[[...path]]`. */
const PARAMETER = /\[+(?:\.\.\.)?(\w+)\]+/g;

/**
 * The addresses of every route and page of the tree, as Next would serve them, such as `/api/files/[fileId]/info`: of
 * each `route.ts` and `page.tsx` under `app`, and each module under `pages`.
 *
 * @param root the project's folder
 */
export function findRoutes(root: string): string[] {
  const ofApp = list(join(root, "app")).flatMap((file) => {
    const [matched, folder = ""] = /^(?:(.*)\/)?(?:route|page)\.(?:ts|tsx|js|jsx)$/.exec(file) ?? [];
    return matched === undefined ? [] : [`/${withoutGroups(folder)}`];
  });
  const ofPages = list(join(root, "pages")).flatMap((file) => {
    const [, name] = /^(.*?)\.(?:ts|tsx|js|jsx)$/.exec(file) ?? [];
    return name === undefined || /(?:^|\/)_|\.test$/.test(name) ? [] : [`/${name.replace(/\/?index$/, "")}`];
  });
  return [...new Set([...ofApp, ...ofPages])].sort();
}

/** The names of a route's parameters, in order. */
export function parametersOf(route: string): string[] {
  return [...route.matchAll(PARAMETER)].map(([, name]) => name ?? "");
}

/** A path of a route: its parameters by name, each taken as it is; a missing one is left out. */
export function fillPath(route: string, parameters: Record<string, string>): string {
  const path = route.replace(PARAMETER, (_, name: string) => parameters[name] ?? "");
  return path.length > 1 ? path.replace(/\/$/, "") : path;
}

/** Folders in round brackets are no part of an address. */
function withoutGroups(folder: string): string {
  return folder
    .split("/")
    .filter((part) => !/^\(.*\)$/.test(part))
    .join("/");
}

function list(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => file.replaceAll("\\", "/"));
}
