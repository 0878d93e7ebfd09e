#!/usr/bin/env bash
# Installs what the tests need from the distribution: PostgreSQL, MariaDB, Chromium, an SSH server and a Chinese font.
set -euo pipefail

missing=()
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql)
[ -x /usr/sbin/mariadbd ] || command -v mariadbd >/dev/null || missing+=(mariadb-server-core)
command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null || command -v chromium-browser >/dev/null || missing+=(chromium)
[ "$(fc-list 2>/dev/null | grep -ci 'noto.*cjk')" != 0 ] || missing+=(fonts-noto-cjk fontconfig)
[ -x /usr/sbin/sshd ] || command -v sshd >/dev/null || missing+=(openssh-server)
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "make: installing ${missing[*]} from the distribution"
  apt-get update -qq
  # the browser without its windows does the same in two thirds of the time, where there is such a package
  if apt-cache show chromium-headless-shell >/dev/null 2>&1; then
    for at in "${!missing[@]}"; do [ "${missing[at]}" != chromium ] || missing[at]=chromium-headless-shell; done
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
else
  echo "make: the tests need ${missing[*]}, which only root may install: run 'sudo apt-get install ${missing[*]}' and then make test again" >&2
  exit 1
fi
