#!/usr/bin/env bash
# Makes the certificates of the tests anew, for a hundred years, with OpenSSL 3.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT

key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:prime256v1 -out "$1"; }
certify() { # name, subject, from, to, extension
  key "$1-key.pem"
  openssl req -new -key "$1-key.pem" -subj "$2" -out "$work/$1.csr"
  cat >"$work/ca.conf" <<EOF
[ca]
default_ca = tests
[tests]
database = $work/index
serial = $work/serial
new_certs_dir = $work
private_key = $work/ca-key.pem
certificate = ca.pem
default_md = sha256
policy = any
x509_extensions = extensions
[any]
commonName = supplied
[extensions]
$5
EOF
  openssl ca -batch -notext -config "$work/ca.conf" -in "$work/$1.csr" -startdate "$3" -enddate "$4" -out "$1.pem"
}

touch "$work/index"
echo 01 >"$work/serial"
key "$work/ca-key.pem"
openssl req -x509 -new -key "$work/ca-key.pem" -subj '/CN=loadrun test CA' -days 36500 -out ca.pem
names='subjectAltName=DNS:localhost,DNS:shop.test,IP:127.0.0.1'
certify server /CN=localhost 20200101000000Z 21250101000000Z "$names"
certify expired '/CN=expired' 20200101000000Z 20200201000000Z "$names"
certify client '/CN=a client' 20200101000000Z 21250101000000Z 'extendedKeyUsage=clientAuth'
