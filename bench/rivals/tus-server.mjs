// A bare @tus/server with its own file store: `node tus-server.mjs FOLDER`.
import { FileStore } from "@tus/file-store";
import { Server } from "@tus/server";
import { serve } from "./serve.mjs";

const tus = new Server({ path: "/api/uploads", datastore: new FileStore({ directory: process.argv[2] }) });
serve((req, res) => tus.handle(req, res));
