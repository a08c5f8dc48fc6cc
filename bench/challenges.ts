import { existsSync, mkdtempSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../e2e/stack";
import { startExpress } from "./express";
import type { Figure } from "./figures";
import { type Bench, MIB } from "./measurement";
import { processorLog } from "./processor";
import { findBin, type Program, rivalsFolder, startProgram } from "./programs";
import { takeTurns } from "./rounds";
import { openShop } from "./shop";
import { answersPerSecond } from "./wire";

/** Connections that ask at once. */
const CONNECTIONS = 16;

/**
 * Challenges (402) per second, next to an empty Next API route and to `@x402/express`: on one process, and on as many
 * processes as there are cores. Several processes share one database; the client goes round them.
 */
export async function measureChallenges({ quick, runs, say }: Bench): Promise<Figure[]> {
  const cores = availableParallelism();
  const load = { connections: CONNECTIONS, seconds: quick ? 1 : 5 };
  const folder = mkdtempSync(join(tmpdir(), "filekiosk-bench-express-"));
  await writeFile(join(folder, "file.bin"), "x".repeat(1_000));
  const shop = await openShop();
  const programs: Program[] = [];
  try {
    const file = await shop.sell(MIB, "0.01");
    const processor = processorLog();
    const expressPids: number[] = [];
    const origins = { ours: [shop.app.url], express: [] as string[], next: [] as string[] };
    for (let at = 0; at < cores; at += 1) {
      if (at > 0) origins.ours.push((await shop.another()).url);
      const express = await startExpress(shop, folder);
      const next = await startEmptyNext();
      programs.push(express, next);
      expressPids.push(express.pid);
      origins.express.push(express.url);
      origins.next.push(next.url);
    }
    const ask = (urls: string[], path: string, status: number, processes: number) => () =>
      answersPerSecond(
        urls.slice(0, processes).map((url) => [url + path]),
        status,
        load,
      );
    const contestants = (processes: number) => ({
      ours: ask(origins.ours, `/api/files/${file.id}`, 402, processes),
      link: ask(origins.ours, `/f/${file.id}`, 402, processes),
      empty: ask(origins.next, "/api/empty", 200, processes),
      route: ask(origins.next, "/api/empty-route", 200, processes),
      express: ask(origins.express, "/files/file.bin", 402, processes),
    });
    const counted = (name: string, pid: number, work: () => Promise<number>) => () =>
      processor.during(name, pid, work, (rate) => (rate * load.seconds) / 1_000);
    const alone = contestants(1);
    say("  on one process");
    const one = await takeTurns(
      {
        ...alone,
        ours: counted("ours", shop.app.pid, alone.ours),
        express: counted("express", expressPids[0] ?? 0, alone.express),
      },
      runs,
      say,
    );
    say(`  on ${cores} processes`);
    const all = await takeTurns(contestants(cores), runs, say);
    const atLeast = (value: number) => ({ of: "ratio", is: "at least", value }) as const;
    const unit = "per second";
    const name = "Challenges on one process";
    return [
      {
        name: `${name}, against an empty Next API route`,
        unit,
        ours: one.ours,
        theirs: one.empty,
        target: atLeast(0.9),
      },
      { name: `${name}, against an empty Next route handler`, unit, ours: one.ours, theirs: one.route },
      { name: `${name}, against @x402/express`, unit, ours: one.ours, theirs: one.express },
      {
        name: "Processor time of a challenge, against @x402/express",
        unit: "µs",
        ours: processor.of("ours"),
        theirs: processor.of("express"),
      },
      { name: `${name}, by the shared link, against the same by the API`, unit, ours: one.link, theirs: one.ours },
      {
        name: `Challenges on ${cores} processes, against @x402/express`,
        unit,
        ours: all.ours,
        theirs: all.express,
        target: atLeast(1),
        note: `The client runs on the same ${cores} cores.`,
      },
      {
        name: `Challenges on ${cores} processes, against an empty Next API route`,
        unit,
        ours: all.ours,
        theirs: all.empty,
      },
    ];
  } finally {
    await Promise.all(programs.map((program) => program.stop()));
    await shop.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function startEmptyNext(): Promise<Program> {
  const folder = join(rivalsFolder, "next-app");
  if (!existsSync(join(folder, ".next/BUILD_ID"))) throw new Error("The empty Next app is not built.");
  const port = await freePort();
  return startProgram(
    process.execPath,
    [findBin("next"), "start", "-H", "127.0.0.1", "-p", String(port), folder],
    port,
  );
}
