import { basename, dirname } from "node:path";
import { startNginx as startRecipe } from "../e2e/nginx";
import { freePort, startApp } from "../e2e/stack";
import type { Figure } from "./figures";
import { type Bench, GIB, MB, MIB } from "./measurement";
import { hasNginx, startNginx } from "./nginx";
import { endWithUs, startRival } from "./programs";
import { type Contestant, takeTurns } from "./rounds";
import { openShop, type Shop } from "./shop";
import { storedPath } from "./stored";
import { receive } from "./wire";

/**
 * How fast one file goes down: through Node next to a bare Node stream, and handed off next to nginx alone, all with the
 * very same file.
 */
export async function measureDownload({ quick, runs, say }: Bench): Promise<Figure[]> {
  const size = quick ? 64 * MIB : GIB;
  const shop = await openShop();
  const file = await shop.sell(size, "0");
  const path = storedPath(shop.dataDir, file.id);
  const node = await startRival("node-stream.mjs", dirname(path));
  const nginx = hasNginx() ? await startNginx(`root ${dirname(path)};`) : null;
  const speedOf = (url: string) => async () => {
    const { status, bytes, totalMs } = await receive(url, { "X-Forwarded-For": "10.0.0.1" });
    if (status !== 200 || bytes !== size) throw new Error(`${url} answered ${status} with ${bytes} bytes`);
    return bytes / MB / (totalMs / 1_000);
  };
  const front = nginx ? await startFront(shop) : null;
  const contestants: Record<string, Contestant> = {
    ours: speedOf(`${shop.app.url}/f/${file.id}`),
    node: speedOf(`${node.url}/${basename(path)}`),
    ...(nginx && front
      ? { nginx: speedOf(`${nginx.url}/${basename(path)}`), "handed off": speedOf(`${front.url}/f/${file.id}`) }
      : {}),
  };
  try {
    const speeds = await takeTurns(contestants, runs, say);
    const { ours = [], node: theirs = [] } = speeds;
    const name = `Download of ${size / MIB} MiB through Node`;
    const target = { of: "ratio", is: "at least", value: 0.9 } as const;
    const figures: Figure[] = [{ name: `${name}, against a bare Node stream`, unit: "MB/s", ours, theirs, target }];
    const note = "For comparison: this is what handing downloads to nginx is for.";
    if (speeds.nginx && speeds["handed off"]) {
      const handed = `Download of ${size / MIB} MiB handed off to nginx, against nginx alone`;
      figures.push({ name: handed, unit: "MB/s", ours: speeds["handed off"], theirs: speeds.nginx, target });
      figures.push({ name: `${name}, against nginx`, unit: "MB/s", ours, theirs: speeds.nginx, note });
    } else say("  nginx is not on this machine: the comparison with it is left out");
    return figures;
  } finally {
    await front?.stop();
    await node.stop();
    await nginx?.stop();
    await shop.stop();
  }
}

/** The app once more, on the same data, behind nginx with the recipe of docs/operate, which sends the bytes. */
async function startFront({ env, dataDir }: Shop): Promise<{ url: string; stop(): Promise<void> }> {
  const [port, plainPort, appPort] = [await freePort(), await freePort(), await freePort()];
  const url = `http://localhost:${port}`;
  const nginx = await startRecipe({ port, plainPort, appPort, dataDir });
  const app = await startApp({ ...env, APP_URL: url, PORT: String(appPort), SEND_FILES: "nginx" });
  endWithUs(app.pid);
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      await app.stop("SIGKILL");
      await nginx.stop();
    },
  };
}
