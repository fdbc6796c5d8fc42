# What every image of the devkit has: Node.js, the dependencies, the sources with the compiled
# contracts and circuits. The context is made by scripts/build-images.ts.
ARG BASE=node:24-bookworm-slim
FROM ${BASE}
WORKDIR /app
COPY node_modules ./node_modules
COPY app ./
RUN mkdir /data && chown node:node /data .bigfile .bigfile/cache
USER node
ENV NODE_ENV=production NODE_OPTIONS="--disable-warning=ExperimentalWarning --max-semi-space-size=1"
# Every start would compile the same modules again; a role without a configuration loads them and ends.
RUN for role in l1 l2 gateway bridge sequence-sender aggregator validator scheduler provider; do \
      node scripts/bigfile.ts role $role --config /none >/dev/null 2>&1; \
    done; node scripts/bigfile.ts up --dry-run --data-dir /data >/dev/null && ls .bigfile/cache/node
ENTRYPOINT ["node", "scripts/bigfile.ts"]
CMD ["--help"]
