import { basename, dirname } from "node:path";
import type { Figure } from "./figures";
import { type Bench, GIB, MB, MIB } from "./measurement";
import { hasNginx, startNginx } from "./nginx";
import { startRival } from "./programs";
import { type Contestant, takeTurns } from "./rounds";
import { openShop } from "./shop";
import { storedPath } from "./stored";
import { receive } from "./wire";

/** How fast one file goes down through Node, next to a bare Node stream and to nginx, all with the very same file. */
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
  const contestants: Record<string, Contestant> = {
    ours: speedOf(`${shop.app.url}/f/${file.id}`),
    node: speedOf(`${node.url}/${basename(path)}`),
    ...(nginx ? { nginx: speedOf(`${nginx.url}/${basename(path)}`) } : {}),
  };
  try {
    const speeds = await takeTurns(contestants, runs, say);
    const { ours = [], node: theirs = [] } = speeds;
    const name = `Download of ${size / MIB} MiB through Node`;
    const target = { of: "ratio", is: "at least", value: 0.9 } as const;
    const figures: Figure[] = [{ name: `${name}, against a bare Node stream`, unit: "MB/s", ours, theirs, target }];
    const note = "For comparison: this is what handing downloads to nginx is for.";
    if (speeds.nginx) figures.push({ name: `${name}, against nginx`, unit: "MB/s", ours, theirs: speeds.nginx, note });
    else say("  nginx is not on this machine: the comparison with it is left out");
    return figures;
  } finally {
    await node.stop();
    await nginx?.stop();
    await shop.stop();
  }
}
