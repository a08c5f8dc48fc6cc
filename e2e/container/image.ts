import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeBase, writeBuildBase } from "./base";
import { mustRun } from "./run-tool";

const root = join(import.meta.dirname, "../..");

/** The parts of an image's configuration that a container is run by (OCI image specification). */
export type ImageConfig = {
  User: string;
  Env: string[];
  Entrypoint: string[];
  Cmd: string[];
  WorkingDir: string;
  Healthcheck: { Test: string[] };
};

export type Image = {
  config: ImageConfig;
  /** Its files, mounted. */
  rootfs: string;
  /** Bytes that it adds to its base. */
  size: number;
  remove(): Promise<void>;
};

/**
 * Builds the image by the Dockerfile with buildah, on bases of Debian's packages and the Node that runs this. Its first
 * stage, which installs packages and builds the app, is replaced by the production build that is there, but for
 * `npm run test:long`.
 */
export async function buildImage(): Promise<Image> {
  const folder = mkdtempSync(join(tmpdir(), "filekiosk-image-"));
  const store = ["--root", join(folder, "store"), "--runroot", join(folder, "run"), "--storage-driver", "overlay"];
  const buildah = (...args: string[]) => mustRun("buildah", [...store, ...args]);
  const build = (...args: string[]) => buildah("bud", "--isolation", "chroot", "--format", "docker", "-q", ...args);
  const remove = async () => {
    await buildah("rm", "--all").catch(() => {});
    await buildah("rmi", "--all", "--force").catch(() => {});
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await build("-t", "base", await writeBase(newFolder(folder, "base")));
    const bases = ["--build-arg", "BASE=localhost/base"];
    if (process.env.TEST_LONG === "1") {
      await build("-t", "build-base", await writeBuildBase(newFolder(folder, "build-base")));
      bases.push("--build-arg", "BUILD_BASE=localhost/build-base");
    } else bases.push("--build-context", `build=${await assemble(newFolder(folder, "first-stage"))}`);
    await build("-t", "filekiosk", ...bases, root);
    const container = (await buildah("from", "--pull-never", "localhost/filekiosk")).trim();
    const rootfs = (await buildah("mount", container)).trim();
    const { Docker } = JSON.parse(await buildah("inspect", "--type", "image", "localhost/filekiosk"));
    return { config: Docker.config, rootfs, size: await sizeOf(join(rootfs, "app")), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

function newFolder(parent: string, name: string): string {
  const path = join(parent, name);
  mkdirSync(path);
  return path;
}

/** What the first stage leaves behind. */
async function assemble(stage: string): Promise<string> {
  await mustRun(process.execPath, [join(root, "scripts/assemble.mjs"), join(stage, "out/app")]);
  return stage;
}

async function sizeOf(folder: string): Promise<number> {
  return Number((await mustRun("du", ["-sb", folder])).split("\t")[0]);
}
