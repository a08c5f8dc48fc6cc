/** An environment as the settings see it: trimmed, with secrets from their files, and without unknown names. Pure. */

import { resolve } from "node:path";
import { isSecretName } from "./names";
import { problemWithName } from "./unknown-names";

export type Env = Readonly<Record<string, string | undefined>>;

export type ParseOptions = {
  /** Names that are in `.env` files: each has to be known. */
  fileNames?: readonly string[];
  /** Reads the file of a `…_FILE` setting; throws when it cannot. */
  readFile?: (path: string) => string;
  /** The folder that relative paths start from. */
  directory?: string;
};

/** Problems with the names that are set, a sentence for each. */
export function namesWithProblems(env: Env, fileNames: readonly string[]): string[] {
  const problems: string[] = [];
  for (const [name, value] of Object.entries(env)) {
    const inFile = fileNames.includes(name);
    // A blank setting in a .env file is still a name that somebody wrote there.
    if (!inFile && !value?.trim()) continue;
    const problem = problemWithName(name, inFile);
    if (problem) problems.push(problem);
  }
  for (const name of fileNames) {
    const problem = name in env ? null : problemWithName(name, true);
    if (problem) problems.push(problem);
  }
  return problems;
}

/**
 * Trims, drops blank ones, and replaces `NAME_FILE` of a secret by the file's text under `NAME`.
 *
 * @param problems gets a sentence for each file that cannot be used
 */
export function readValues(env: Env, { readFile, directory = "/" }: ParseOptions, problems: string[]): Env {
  const values: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(env)) values[name] = value?.trim() || undefined;
  for (const [fileName, path] of Object.entries(values)) {
    const name = fileName.replace(/_FILE$/, "");
    if (name === fileName || !path || !isSecretName(name)) continue;
    if (values[name]) {
      problems.push(`${name} and ${fileName} are both set. Keep one.`);
      continue;
    }
    try {
      if (!readFile) throw new Error("files are not read here");
      values[name] = readFile(resolve(directory, path)).trim() || undefined;
      if (!values[name]) problems.push(`${fileName} names an empty file: ${path}`);
    } catch {
      problems.push(`${fileName} names a file that cannot be read: ${path}`);
    }
  }
  return values;
}

/** True when the setting is there, even if by a file that cannot be used. */
export function isGiven(values: Env, name: string): boolean {
  return Boolean(values[name] || values[`${name}_FILE`]);
}
