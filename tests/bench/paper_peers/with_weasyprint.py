# SPDX-License-Identifier: GPL-3.0-or-later
# The bill set by WeasyPrint: `with_weasyprint.py PAGE.html COUNT OUT.pdf` prints processor time a paper and size.
import json
import sys
import time

from weasyprint import HTML

html = open(sys.argv[1], encoding="utf-8").read()
count = int(sys.argv[2])
pdf = HTML(string=html).write_pdf()
before = time.process_time()
for n in range(1, count):
    pdf = HTML(string=html.replace("INV-2026-100000", "INV-2026-%d" % (100000 + n))).write_pdf()
each = (time.process_time() - before) / (count - 1) * 1000 if count > 1 else 0
open(sys.argv[3], "wb").write(pdf)
print(json.dumps({"warm_ms": each, "bytes": len(pdf)}))
