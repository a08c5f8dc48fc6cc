// A bare Node stream: `node node-stream.mjs FOLDER` answers /name with the bytes of that file, as everybody writes it.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { serve } from "./serve.mjs";

serve(async (req, res) => {
  const path = join(process.argv[2], basename(req.url));
  const { size } = await stat(path);
  res.writeHead(200, { "Content-Type": "application/octet-stream", "Content-Length": size });
  await pipeline(createReadStream(path), res).catch(() => {});
});
