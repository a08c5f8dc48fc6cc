import { spawn } from "node:child_process";
import { openShop } from "./shop";
import { answersPerSecond } from "./wire";
import { setTimeout as sleep } from "node:timers/promises";
const shop = await openShop();
const file = await shop.sell(1024*1024, "0.01");
await shop.app.stop("SIGTERM");
const port="4477";
const child = spawn(process.execPath, ["--cpu-prof","--cpu-prof-dir=/tmp/prof","scripts/start.mjs","--no-env-files"], {env:{...shop.env, PATH:process.env.PATH, PORT:port, APP_URL:`http://localhost:${port}`}, stdio:"inherit"});
for(;;){ if (await fetch(`http://127.0.0.1:${port}/healthz`).catch(()=>null)) break; await sleep(200);} 
for (let i=0;i<6;i++) console.log(await answersPerSecond([[`http://127.0.0.1:${port}/api/files/${file.id}`]], 402, {connections:16, seconds:3}));
child.kill("SIGTERM"); await new Promise(r=>child.once("exit",r));
await shop.stop(); process.exit(0);
