#!/usr/bin/env bash
# Records the AOT cache of the service: starts it once, lets it answer, stops it. Needs JDK 25 and no database or broker: the service waits for
# them, and by then has loaded nearly all of what a start loads.
#   train.sh <directory of quarkus-run.jar> [java]
set -euo pipefail
cd "$1"
java=${2:-java}
port=18089
rm -f app.aot

SYNC_SECURITY=none \
SYNC_WORKSPACES_FILES=/tmp/sync-train/files SYNC_WORKSPACES_IMPORTS=/tmp/sync-train/imports \
QUARKUS_HTTP_PORT=$port QUARKUS_HTTP_HOST=localhost \
QUARKUS_DATASOURCE_REACTIVE_URL=postgresql://localhost:9/sync QUARKUS_DATASOURCE_JDBC_URL=jdbc:postgresql://localhost:9/sync \
KAFKA_BOOTSTRAP_SERVERS=localhost:9 \
  "$java" -XX:AOTCacheOutput=app.aot -XX:+UseSerialGC -jar quarkus-run.jar > train.log 2>&1 &
service=$!

# Answers the status of a GET, or nothing as long as nobody listens.
status() {
  { exec 3<>"/dev/tcp/localhost/$port" && printf 'GET %s HTTP/1.0\r\n\r\n' "$1" >&3 && head -c 12 <&3 | tail -c 3; } 2>/dev/null || true
}

tries=0
until [ "$(status /q/health/live)" = 200 ]; do
  tries=$((tries + 1))
  if [ $tries -gt 240 ] || ! kill -0 $service 2>/dev/null; then
    cat train.log
    echo "The service did not come up, so there is no AOT cache" >&2
    exit 1
  fi
  sleep 0.5
done
for path in /q/health/ready /q/health/started /q/metrics /q/openapi /api/sync/v1/jobs /api/sync/v1/workload; do
  echo "$path $(status $path)"
done

kill -TERM $service
wait $service || true
if [ ! -s app.aot ]; then
  cat train.log
  echo "The service ended without an AOT cache" >&2
  exit 1
fi
rm -f train.log
ls -l app.aot
