# SPDX-License-Identifier: GPL-3.0-or-later
# The bill set by reportlab: `with_reportlab.py LINES.json COUNT OUT.pdf` prints processor time a paper and size.
import io
import json
import sys
import time

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

FONT = "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"


def make(bill, n):
    number = "INV-2026-%d" % (100000 + n)
    lines = [bill["lines"][(n + i) % len(bill["lines"])] for i in range(20)]
    out = io.BytesIO()
    body = ParagraphStyle("body", fontName="CJK", fontSize=9, leading=13, wordWrap="CJK")
    title = ParagraphStyle("title", parent=body, fontSize=18, leading=24)
    story = [Paragraph(bill["title"], title), Paragraph(number, body)]
    story += [Paragraph(text, body) for text in bill["head"]]
    rows = [bill["columns"]] + [[Paragraph(row[0], body), Paragraph(row[1], body)] + row[2:] for row in lines]
    table = Table(rows, colWidths=[210, 110, 50, 60, 70], repeatRows=1)
    table.setStyle([("FONT", (0, 0), (-1, -1), "CJK", 9), ("ALIGN", (2, 0), (-1, -1), "RIGHT"),
                    ("LINEBELOW", (0, 0), (-1, -1), 0.5, "#dfe3e8")])
    story += [table, Paragraph(bill["total"], body), Paragraph(bill["words"], body), Paragraph(bill["foot"], body),
              Paragraph(" ".join(bill["labels"]), body)]
    SimpleDocTemplate(out, pagesize=A4, title=number).build(story)
    return out.getvalue()


bill = json.load(open(sys.argv[1], encoding="utf-8"))
count = int(sys.argv[2])
pdfmetrics.registerFont(TTFont("CJK", FONT))
pdf = make(bill, 0)
before = time.process_time()
for n in range(1, count):
    pdf = make(bill, n)
each = (time.process_time() - before) / (count - 1) * 1000 if count > 1 else 0
open(sys.argv[3], "wb").write(pdf)
print(json.dumps({"warm_ms": each, "bytes": len(pdf)}))
