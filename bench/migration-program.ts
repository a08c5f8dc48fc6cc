// Migrates the database named by its argument, as the start does, and prints how long it took and the memory it needed.
import { readFileSync } from "node:fs";
import { migrate } from "../lib/db/migrate";

const began = performance.now();
const applied = await migrate(process.argv[2] ?? "");
const seconds = (performance.now() - began) / 1_000;
// Not from `resourceUsage`, which includes the memory of the program that started this one.
const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ applied, seconds, processor: (user + system) / 1e6, memory: Number(kilobytes) * 1024 }));
