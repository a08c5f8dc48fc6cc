import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { layoutOf, nameOf } from "@/lib/backup/layout";
import { FORMAT, type Manifest } from "@/lib/backup/manifest";

/** Puts the manifest of a backup of a shop without files into a folder of backups. */
export function putBackup(root: string, { shop, createdAt }: { shop: string; createdAt: Date }): void {
  const layout = layoutOf(root);
  mkdirSync(layout.backups, { recursive: true });
  const { folder, manifest } = layout.backup(nameOf(createdAt, readdirSync(layout.backups)));
  mkdirSync(folder, { recursive: true });
  const written: Manifest = {
    format: "filekiosk-backup",
    version: FORMAT,
    shop,
    createdAt: createdAt.toISOString(),
    madeBy: "0.0.0",
    secret: "0".repeat(64),
    journal: null,
    database: { provider: "sqlite", migrations: [], tables: [] },
    files: { rows: 0, size: 0, sha256: "0".repeat(64), bytes: 0 },
    goneSince: [],
    faults: [],
  };
  writeFileSync(manifest, JSON.stringify(written));
}
