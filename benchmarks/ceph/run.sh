#!/usr/bin/env bash
# Copies a backup into Ceph RGW from Debian's packages and prints what was proved: a row of "Guarantees by store" in docs/benchmarks.md.
# One command, on loopback only, in a folder of its own that is deleted at the end: one mon, one mgr, one OSD in memory, one RGW.
# COPY_ROUNDS=5 compares the speed of copies as well (benchmarks/copy), with what that needs besides.
# Needs root (to install the packages, and because Ceph's daemons want to own their folders) and the .NET SDK.
set -euo pipefail

repository=$(cd "$(dirname "$0")/../.." && pwd)
port=${RGW_PORT:-7480}
key=CEPHBENCHMARK0000001
secret=cephBenchmarkSecret00000000000000000001

if ! command -v radosgw > /dev/null || ! command -v ceph-osd > /dev/null; then
    # The packages' own services stay off; this script starts what it needs and stops that only.
    if [[ ! -e /usr/sbin/policy-rc.d ]]; then
        printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d
        chmod 755 /usr/sbin/policy-rc.d
        trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    fi
    apt-get update
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends radosgw ceph-mon ceph-osd ceph-mgr ceph-common
    if [[ $(trap -p EXIT) ]]; then rm -f /usr/sbin/policy-rc.d; trap - EXIT; fi
fi

folder=$(mktemp -d)
daemons=()
stop() {
    for ((at = ${#daemons[@]} - 1; at >= 0; at--)); do kill "${daemons[at]}" 2> /dev/null || true; done
    for daemon in "${daemons[@]}"; do wait "$daemon" 2> /dev/null || true; done
    rm -rf "$folder"
}
trap stop EXIT

start() { # name, command…
    local name=$1
    shift
    "$@" > "$folder/$name.out" 2>&1 &
    daemons+=($!)
}

until_true() { # seconds, command…
    local deadline=$((SECONDS + $1))
    shift
    until "$@" > /dev/null 2>&1; do
        if ((SECONDS >= deadline)); then
            echo "Gave up waiting for: $*" >&2
            tail -n 20 "$folder"/*.out >&2
            return 1
        fi
        sleep 0.5
    done
}

export CEPH_CONF=$folder/ceph.conf
fsid=$(cat /proc/sys/kernel/random/uuid)
cat > "$CEPH_CONF" << CONF
[global]
fsid = $fsid
mon host = [v2:127.0.0.1:40001,v1:127.0.0.1:40002]
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind ipv4 = true
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pgp num = 4
osd crush chooseleaf type = 0
osd objectstore = memstore
memstore device bytes = 10737418240
mon allow pool size one = true
mon warn on pool no redundancy = false
run dir = $folder
admin socket = $folder/\$name.asok
log file = $folder/\$name.log
pid file =
keyring = $folder/keyring
mon data = $folder/mon
mgr data = $folder/mgr
osd data = $folder/osd
rgw frontends = beast endpoint=127.0.0.1:$port
rgw data = $folder/rgw
CONF

mkdir "$folder"/{mon,mgr,osd,rgw}
ceph-authtool --create-keyring "$folder/keyring" --gen-key -n mon. --cap mon 'allow *' > /dev/null
for name in client.admin client.rgw mgr.x; do
    ceph-authtool "$folder/keyring" --gen-key -n $name --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *' > /dev/null
done
ceph-authtool "$folder/keyring" --gen-key -n osd.0 --cap mon 'allow profile osd' --cap osd 'allow *' --cap mgr 'allow profile osd' > /dev/null
monmaptool --create --fsid "$fsid" --addv a '[v2:127.0.0.1:40001,v1:127.0.0.1:40002]' "$folder/monmap" > /dev/null
ceph-mon -c "$CEPH_CONF" --mkfs -i a --monmap "$folder/monmap" --keyring "$folder/keyring" > /dev/null
start mon ceph-mon -c "$CEPH_CONF" -i a -f
until_true 30 timeout 5 ceph -c "$CEPH_CONF" -s
start mgr ceph-mgr -c "$CEPH_CONF" -i x -f
osd=$(cat /proc/sys/kernel/random/uuid)
ceph-authtool -p -n osd.0 "$folder/keyring" | xargs printf '{"cephx_secret": "%s"}' | ceph -c "$CEPH_CONF" osd new "$osd" -i - > /dev/null
ceph-osd -c "$CEPH_CONF" -i 0 --mkfs --osd-uuid "$osd" > "$folder/mkfs.out" 2>&1
start osd ceph-osd -c "$CEPH_CONF" -i 0 -f
until_true 60 sh -c "timeout 5 ceph -c '$CEPH_CONF' osd stat | grep -q '1 up'"
start rgw radosgw -c "$CEPH_CONF" -n client.rgw -f
until_true 120 curl -sf "http://127.0.0.1:$port/"
radosgw-admin -c "$CEPH_CONF" user create --uid=benchmark --display-name=benchmark --access-key="$key" --secret="$secret" > "$folder/user.out" 2>&1

version=$(ceph --version | cut -d' ' -f3)
endpoint=http://127.0.0.1:$port
curl -sSf --aws-sigv4 aws:amz:us-east-1:s3 --user "$key:$secret" -H "x-amz-content-sha256: $(printf '' | sha256sum | cut -d' ' -f1)" -X PUT "$endpoint/copies"
export AWS_ACCESS_KEY_ID=$key AWS_SECRET_ACCESS_KEY=$secret AWS_REGION=us-east-1
dotnet publish -c Release -r "linux-$(dpkg --print-architecture | sed s/amd64/x64/)" "$repository/benchmarks/RdsBackup.Benchmarks" -o "$repository/artifacts/benchmarks" > "$folder/publish.out"
"$repository/artifacts/benchmarks/RdsBackup.Benchmarks" guarantees "Ceph RGW $version" "$endpoint/"
if ((${COPY_ROUNDS:-0} > 0)); then
    # A copy is removed before the next one, so that all get memory that was used before. The store counts more as freed than was in use,
    # and takes itself for full once that is less than nothing: what stays in another bucket keeps it above.
    s3() { /usr/bin/aws --endpoint-url "$endpoint" s3 "$@" > /dev/null; }
    s3 mb s3://ballast
    head -c 1G /dev/zero | s3 cp - s3://ballast/zeros
    COPY_AFTER="/usr/bin/aws --endpoint-url $endpoint s3 rm --recursive s3://copies > /dev/null
        timeout 60 radosgw-admin -c $CEPH_CONF gc process --include-all > /dev/null 2>&1; sleep 2"
    export COPY_AFTER
    "$repository/artifacts/benchmarks/RdsBackup.Benchmarks" copy "$COPY_ROUNDS" 0 "$endpoint/"
fi
