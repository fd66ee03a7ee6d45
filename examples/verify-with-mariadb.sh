#!/usr/bin/env bash
# Proves with a real database that a backup survives the trip: a MariaDB is filled and backed up while it is being written to, the backup
# goes through the emulated clouds with the real cmdlets (RDS -> S3 -> disk), and the database that is restored from what came back must
# hold the same rows. Needs Debian's MariaDB and the .NET SDK; installs nothing, listens on loopback only, and leaves nothing behind.
#
#   examples/verify-with-mariadb.sh [ROWS]     # 400000 by default: a database of some 600 MB
set -euo pipefail

rows=${1:-400000}
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
instance=rm-mariadb-physical
user=$(id -un)
servers=()

main() {
    require_tools
    work=$(mktemp -d "${TMPDIR:-/tmp}/rdsbackup-mariadb-XXXXXX")
    trap clean_up EXIT
    dotnet build "$repository/src/RdsBackup.Sandbox" > "$work/build.log" || fail "$work/build.log"

    step "A database with $rows orders"
    create_database "$work/original"
    start_server "$work/original"
    fill
    before=$(fingerprint)
    echo "$before"

    step "A physical backup, while another connection goes on writing"
    backup=$work/backups/$instance/hins7654321_data_$(date -u +%Y%m%d%H%M%S)_xb.gz
    mkdir -p "${backup%/*}"
    write_on &
    local writer=$!
    mariadb-backup --no-defaults --backup --stream=xbstream --socket="$socket" --user="$user" --target-dir="$work/scratch" 2> "$work/backup.log" |
        gzip -1 > "$backup" || fail "$work/backup.log"
    touch "$work/stop-writing"
    wait "$writer"
    stop_servers
    ls -l "$backup"

    step "To S3 and back, with the module"
    dotnet run --no-build --project "$repository/src/RdsBackup.Sandbox" -- \
        run "$repository/examples/round-trip.ps1" --backups "$work/backups" -- "$instance" "$work/saved/"
    saved=("$work"/saved/*)
    cmp "$backup" "${saved[0]}"
    echo "What came back is byte for byte what was backed up."

    step "Restored from what came back"
    mkdir "$work/restored"
    gzip -dc "${saved[0]}" | mbstream -x -C "$work/restored"
    mariadb-backup --no-defaults --prepare --target-dir="$work/restored" 2> "$work/prepare.log" || fail "$work/prepare.log"
    start_server "$work/restored"
    after=$(fingerprint)
    echo "$after"
    [[ $before == "$after" ]] || { echo "The tables differ from those above." >&2; exit 1; }
    check_written_on

    step "Restored for real"
    printf '%s\n' "$(mariadbd --version)" "$(mariadb-backup --version 2>&1)"
    echo "The checksums of all tables are those of the original; backup of $(stat -c %s "$backup") bytes."
}

require_tools() {
    local missing=()
    for tool in mariadbd mariadb-install-db mariadb mariadb-admin mariadb-backup mbstream gzip dotnet; do
        command -v "$tool" > /dev/null || missing+=("$tool")
    done

    if ((${#missing[@]})); then
        echo "Missing: ${missing[*]}. On Debian: sudo apt-get install mariadb-server mariadb-backup gzip" >&2
        echo "The .NET SDK 10: https://dotnet.microsoft.com/download" >&2
        exit 2
    fi
}

step() { printf '\n== %s\n' "$1"; }

fail() { tail -n 20 "$1" >&2; exit 1; }

sql() { mariadb --no-defaults --socket="$socket" --user="$user" --default-character-set=utf8mb4 --batch --skip-column-names "$@"; }

create_database() {
    mariadb-install-db --no-defaults --datadir="$1" --user="$user" --auth-root-authentication-method=socket \
        --auth-root-socket-user="$user" --skip-test-db > "$work/install.log" 2>&1 || fail "$work/install.log"
}

start_server() {
    socket=$work/mysqld.sock
    mariadbd --no-defaults --datadir="$1" --socket="$socket" --user="$user" --skip-networking --innodb-buffer-pool-size=256M \
        --log-error="$1.log" 2> /dev/null &
    servers+=("$!")
    for _ in {1..150}; do
        mariadb-admin --no-defaults --socket="$socket" --user="$user" --silent ping > /dev/null 2> /dev/null && return
        kill -0 "${servers[-1]}" 2> /dev/null || break
        sleep 0.2
    done

    fail "$1.log"
}

stop_servers() {
    for server in "${servers[@]}"; do
        kill "$server" 2> /dev/null && wait "$server" || true
    done

    servers=()
}

clean_up() {
    local status=$?
    touch "$work/stop-writing"
    stop_servers
    rm -rf "$work"
    ((status == 0)) || echo "FAILED" >&2
}

fill() {
    sql << SQL
CREATE DATABASE shop CHARACTER SET utf8mb4;
USE shop;
CREATE TABLE orders (id INT PRIMARY KEY, customer VARCHAR(60) NOT NULL, total DECIMAL(12,2), placed DATETIME(6), document BLOB, KEY (customer))
    ENGINE=InnoDB;
INSERT INTO orders SELECT seq, CONCAT('客户 ', seq % 9973), seq / 7, '2026-01-01' + INTERVAL seq SECOND, RANDOM_BYTES(1000) FROM seq_1_to_$rows;
CREATE TABLE packed (id INT PRIMARY KEY, note TEXT) ENGINE=InnoDB ROW_FORMAT=COMPRESSED;
INSERT INTO packed SELECT seq, REPEAT(MD5(seq), 20) FROM seq_1_to_20000;
CREATE TABLE log (id INT PRIMARY KEY, line TEXT) ENGINE=Aria;
INSERT INTO log SELECT seq, CONCAT('line ', seq) FROM seq_1_to_50000;
CREATE TABLE old (id INT PRIMARY KEY, name CHAR(36)) ENGINE=MyISAM;
INSERT INTO old SELECT seq, UUID() FROM seq_1_to_5000;
CREATE TABLE ticks (id INT AUTO_INCREMENT PRIMARY KEY, at TIMESTAMP(6) DEFAULT CURRENT_TIMESTAMP(6)) ENGINE=InnoDB;
CREATE VIEW best AS SELECT customer, SUM(total) AS total FROM orders GROUP BY customer;
SQL
}

# One transaction after another, as on a database in use.
write_on() {
    until [[ -e $work/stop-writing ]]; do
        echo "INSERT INTO ticks () VALUES ();"
        sleep 0.01
    done | sql --unbuffered shop
}

# What must be the same in the restored database: all rows that were there before the backup.
fingerprint() {
    sql -e 'CHECKSUM TABLE shop.orders, shop.packed, shop.log, shop.old EXTENDED; SELECT COUNT(*), SUM(total) FROM shop.best;'
}

# What was committed while the backup was being taken is in it up to one moment, without gaps.
check_written_on() {
    local found
    found=$(sql -e 'SELECT COUNT(*), COALESCE(MAX(id), 0) FROM shop.ticks')
    read -r count last <<< "$found"
    ((count > 0 && count == last)) || { echo "ticks: $count rows, the last is $last" >&2; exit 1; }
    echo "Of the rows written during the backup $count are there, without a gap."
}

main
