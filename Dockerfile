# The container image of Filekiosk. How to run it: docs/operate/containers.md.
#
# Both bases have the same Node. The first compiles: it has npm, a C++ compiler, make and Python 3. The second only runs.
ARG BUILD_BASE=docker.io/library/node:22-trixie
ARG BASE=docker.io/library/node:22-trixie-slim

FROM ${BUILD_BASE} AS build
WORKDIR /src
# Packages change less often than the sources and take most of the time.
COPY .npmrc package.json package-lock.json prisma.config.ts ./
COPY prisma prisma
COPY scripts/setup.mjs scripts/
RUN node scripts/setup.mjs
COPY . .
RUN npm run build && npm run assemble -- /out/app

FROM ${BASE}
COPY --from=build /out/app /app
# Writable for any user, so that `user:` may be any and nothing has to be changed at the start. A new volume takes this over.
RUN ln -s /app/commands/run.mjs /usr/local/bin/filekiosk && install -d -m 0777 /data /backup
WORKDIR /app
# SQLite sorts large tables in files, for which a tmpfs is too small.
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOME=/tmp HOST=0.0.0.0 PORT=3000 DATA_DIR=/data SQLITE_TMPDIR=/data
USER 1000:1000
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["filekiosk"]
CMD ["start"]
