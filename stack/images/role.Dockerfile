# One role of the stack. Its configuration is /etc/bigfile/role.json, its state is in /data.
ARG APP
FROM ${APP}
ARG ROLE
ARG PORT
ENV BIGFILE_ROLE=${ROLE} BIGFILE_HEALTH_PORT=${PORT}
EXPOSE ${PORT}
HEALTHCHECK --interval=30s --timeout=20s --start-period=120s CMD ["node", "scripts/images/health.mjs"]
CMD ["role"]
