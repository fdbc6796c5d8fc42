# Builds the room a job runs in and runs the job there. Started by runConfined as process 1 of new
# mount, network, pid, ipc and uts namespaces, as root or as the root of a user namespace.
#
#   confine.sh <node> <tmp MiB> <prlimit options> {<source> <path in the room>}... -- <job command>
#
# stdin is the job's input; stdout the bytes the job left in /tmp/output; stderr what the job printed.
# File 3 reports "ready" once nothing of the host can be reached, then "exit <code of the job>".
set -eu
node=$1
tmp=$2
limits=$3
shift 3

# Everything is made on a tmpfs that only this namespace sees: nothing to clean up on the host.
# /sys serves as its place because no file that the job needs lies below it.
hostname job
mount -t tmpfs -o size=64m,mode=755,nosuid,nodev room /sys
mkdir -p /sys/host /sys/jail/tmp /sys/jail/bin
while [ "$1" != -- ]; do
  install -D -m 755 "$1" "/sys$2"
  shift 2
done
shift

: >/sys/jail/bin/node
mount --bind "$node" /sys/jail/bin/node
mount -o remount,bind,ro,nosuid,nodev /sys/jail/bin/node
mount -t tmpfs -o "size=${tmp}m,mode=1777,nosuid,nodev,noexec" tmp /sys/jail/tmp
cat >/sys/jail/tmp/input
exec </dev/null
chmod 444 /sys/jail/tmp/input
# The options are words of their own.
# shellcheck disable=SC2086
prlimit --pid $$ $limits
mount -o remount,bind,ro,nosuid,nodev /sys

# The old root is let go, by the tool that lies in it. Then the job is rooted one level below the new
# root: a process whose root is not that of its mount namespace may not create user namespaces.
cd /sys
pivot_root . host
chroot /host umount -l /
echo ready >&3

set +e
env -i "$@" >&2 3>&-
code=$?
if [ -f /jail/tmp/output ]; then cat /jail/tmp/output 3>&-; fi
echo "exit $code" >&3
