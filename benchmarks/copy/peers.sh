#!/bin/bash
# One copy from SOURCE (a URL) to s3://copies/KEY by another tool: peers.sh TOOL KEY. S3 is S3_ENDPOINT.
set -euo pipefail
unset AWS_CA_BUNDLE # rclone cannot start with one, and loopback needs none.
source=$SOURCE key=$2
s3=(--s3-provider Other --s3-env-auth --s3-endpoint "$S3_ENDPOINT" --s3-region us-east-1 --s3-force-path-style --s3-no-check-bucket --config /dev/null)
case $1 in
    curl-aws) curl -sSf "$source" | /usr/bin/aws --endpoint-url "$S3_ENDPOINT" s3 cp - "s3://copies/$key" --expected-size 1073741824 ;;
    rclone-copyurl) rclone copyurl "${s3[@]}" "$source" ":s3:copies/$key" ;;
    rclone-copyto) rclone copyto "${s3[@]}" --multi-thread-streams 8 --multi-thread-cutoff 1M --s3-upload-concurrency 8 --s3-chunk-size 32M \
        --http-url "${source%/*}" ":http:${source##*/}" ":s3:copies/$key" ;;
    *) echo "unknown tool: $1" >&2; exit 2 ;;
esac
