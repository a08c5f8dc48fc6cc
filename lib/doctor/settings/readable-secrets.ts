import "server-only";
import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Check, Shop } from "@/lib/doctor/check";
import { fine, trouble } from "@/lib/doctor/finding";
import { isSecretName } from "@/lib/settings/names";

const READABLE_BY_OTHERS = 0o004;
const ENTERABLE_BY_OTHERS = 0o001;

/** Files with secrets that every user of this machine can read. */
export const readableSecrets: Check = {
  name: "readable-secrets",
  run(shop) {
    const open = filesWithSecrets(shop).filter(({ path }) => isReadableByOthers(path));
    if (open.length === 0) return [fine("readable-secrets", "Other users of this machine cannot read your secrets.")];
    return open.map(({ path, holds }) =>
      trouble("secret-readable", {
        about: path,
        words: `Every user of this machine can read this file, which holds ${holds}.`,
        fix: `Run: chmod o= ${path}`,
      }),
    );
  },
};

function filesWithSecrets({ settings, env, root }: Shop): { path: string; holds: string }[] {
  const named = Object.entries(env).flatMap(([name, value]) => {
    const setting = name.replace(/_FILE$/, "");
    if (setting === name || !value?.trim() || !isSecretName(setting)) return [];
    return [{ path: resolve(root, value.trim()), holds: setting }];
  });
  return [
    ...[".env", ".env.local"].map((name) => ({ path: join(root, name), holds: "settings" })),
    // Container engines mount these for one container, with any mode.
    ...named.filter(({ path }) => !path.startsWith("/run/secrets/")),
    { path: settings.databaseUrl.replace(/^file:/, ""), holds: "the database" },
  ].filter(({ path }) => existsSync(path));
}

/** Others need to be able to enter every folder above it, too. */
function isReadableByOthers(path: string): boolean {
  if (process.platform === "win32" || !(statSync(path).mode & READABLE_BY_OTHERS)) return false;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (!(statSync(folder).mode & ENTERABLE_BY_OTHERS)) return false;
    if (folder === dirname(folder)) return true;
  }
}
