# Uploads with tuspy as it comes: `python3 upload-with-tuspy.py <server> <file> [upload's URL]`. A token of the client's own is
# in UPLOAD_TOKEN. Prints the upload's URL as JSON.

import json
import os
import sys

from tusclient.client import TusClient

server, path, *more = sys.argv[1:]
token = os.environ.get("UPLOAD_TOKEN")
client = TusClient(f"{server}/api/uploads", headers={"Upload-Token": token} if token else {})
uploader = client.uploader(
    file_path=path,
    url=more[0] if more else None,
    chunk_size=2_000_000,
    retries=6,
    retry_delay=0.2,
    metadata={"filename": os.path.basename(path)},
)
uploader.upload()
print(json.dumps({"url": uploader.url}))
