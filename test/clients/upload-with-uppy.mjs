// Uploads with Uppy as it comes: `node upload-with-uppy.mjs <server> <file> [upload's URL]`. A token of the client's own is in
// UPLOAD_TOKEN. Prints the upload's URL as JSON.

import { readFileSync } from "node:fs";
import { basename } from "node:path";
import Uppy from "@uppy/core";
import Tus from "@uppy/tus";

const [server, file, uploadUrl] = process.argv.slice(2);
const { UPLOAD_TOKEN } = process.env;
const quiet = { debug() {}, warn() {}, error: (...words) => console.error(...words) };
const uppy = new Uppy({ logger: quiet }).use(Tus, {
  endpoint: `${server}/api/uploads`,
  retryDelays: [100, 200, 400, 800],
  headers: UPLOAD_TOKEN ? { "Upload-Token": UPLOAD_TOKEN } : {},
  allowedMetaFields: ["filename"],
});
const bytes = readFileSync(file);
// Outside a browser it takes a Buffer, but asks it for its size as it would ask a File.
const data = Object.assign(bytes, { size: bytes.length });
const id = uppy.addFile({ name: basename(file), data, meta: { filename: basename(file) } });
if (uploadUrl) uppy.setFileState(id, { tus: { uploadUrl } });
const { successful, failed } = await uppy.upload();
if (failed.length > 0) throw new Error(String(failed[0].error));
console.log(JSON.stringify({ url: successful[0].uploadURL }));
process.exit(0);
