#!/usr/bin/env python3
"""As much of curl as the README uses, for machines without one."""

import argparse
import sys
import urllib.error
import urllib.request

parser = argparse.ArgumentParser()
parser.add_argument("-s", action="store_true")
parser.add_argument("-X")
parser.add_argument("-H", action="append", default=[])
parser.add_argument("-d", action="append", default=[])
parser.add_argument("-o")
parser.add_argument("url")
given = parser.parse_args()
data = "&".join(given.d).encode() if given.d else None
request = urllib.request.Request(given.url, data, method=given.X)
for header in given.H:
    name, _, value = header.partition(":")
    request.add_header(name, value.strip())
try:
    body = urllib.request.urlopen(request, timeout=20).read()
except urllib.error.HTTPError as error:
    body = error.read()
if given.o is None:
    sys.stdout.write(body.decode())
