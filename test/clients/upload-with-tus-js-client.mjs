// Uploads with tus-js-client as it comes: `node upload-with-tus-js-client.mjs <server> <file> [upload's URL]`. A token of the
// client's own is in UPLOAD_TOKEN; with OVERRIDE it sends POST instead of PATCH. Prints the upload's URL as JSON.

import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { Upload } from "tus-js-client";

const [server, file, uploadUrl] = process.argv.slice(2);
const { UPLOAD_TOKEN, OVERRIDE } = process.env;
const upload = new Upload(readFileSync(file), {
  endpoint: `${server}/api/uploads`,
  uploadUrl,
  retryDelays: [100, 200, 400, 800],
  headers: UPLOAD_TOKEN ? { "Upload-Token": UPLOAD_TOKEN } : {},
  overridePatchMethod: Boolean(OVERRIDE),
  metadata: { filename: basename(file) },
  onError(error) {
    console.error(error.message);
    process.exit(1);
  },
  onSuccess: () => console.log(JSON.stringify({ url: upload.url })),
});
upload.start();
