# The whole embedded stack in one container: L1, L2, bridge, roles and marketplace.
ARG APP
FROM ${APP}
ENV BIGFILE_HOST=0.0.0.0 BIGFILE_HEALTH_FILE=/data/session.json
EXPOSE 8545 8123 8080
HEALTHCHECK --interval=5s --timeout=20s --start-period=300s CMD ["node", "scripts/images/health.mjs"]
CMD ["up", "--json", "--data-dir", "/data"]
