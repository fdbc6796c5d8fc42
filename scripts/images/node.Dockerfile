# Stands in for the official image of the same name where no registry can be reached.
FROM debian:bookworm-slim
COPY node /usr/local/bin/node
RUN groupadd --gid 1000 node && useradd --uid 1000 --gid node --create-home node && node --version
CMD ["node"]
