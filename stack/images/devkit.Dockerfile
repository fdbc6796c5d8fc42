# The whole embedded stack in one container: L1, L2, bridge, roles and marketplace.
ARG APP
FROM ${APP}
ENV BIGFILE_HOST=0.0.0.0 BIGFILE_HEALTH_FILE=/data/session.json
EXPOSE 8545 8123 8080
HEALTHCHECK --interval=2s --timeout=5s --start-period=120s CMD ["node", "scripts/images/health.mjs"]
CMD ["up", "--json", "--data-dir", "/data"]
