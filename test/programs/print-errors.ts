import { keepConsoleClean } from "@/lib/log";

/** Prints what libraries print, and ends by an error that nothing handles. Arguments: host and access key of a node. */
const [host, key] = process.argv.slice(2);
keepConsoleClean();
console.log("Filekiosk 1 is ready on https://shop.example");
console.error("⨯", new Error("page", { cause: new Error(`fetch https://${host}:8443/v2/${key} failed`) }));
console.warn({ url: `wss://${host}/v2/${key}` });
Promise.reject(new AggregateError([new Error("connect ECONNREFUSED 203.0.113.9:8443")]));
