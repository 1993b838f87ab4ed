"""The decision's annex written with docxtpl: the smallest template with the same tables and paragraphs.

usage: docxtpl_decision.py DATA.json OUT.docx; prints the seconds of loading the template, rendering and saving.
"""

import json
import sys
import tempfile
import time

import docx
from docxtpl import DocxTemplate


def template(path):
    """Writes the template."""
    file = docx.Document()
    for text in ("QUYẾT ĐỊNH", "{{ the_thuc.nguoi_ban_hanh }}", "{%p for dong in can_cu %}", "{{ dong }};", "{%p endfor %}"):
        file.add_paragraph(text)
    table = file.add_table(rows=0, cols=5)
    for cells in (
        ("STT", "Mã số TTHC", "Tên thủ tục hành chính", "Văn bản", "Nội dung đề xuất"),
        ("{%tr for nhom in danh_muc %}", "", "", "", ""),
        ("{{ loop.index }}", "{{ nhom.cap }}", "", "", ""),
        ("{%tr for linh_vuc in nhom.linh_vuc %}", "", "", "", ""),
        ("{{ loop.index }}", "{{ linh_vuc.ten }}", "", "", ""),
        ("{%tr for dong in linh_vuc.thu_tuc %}", "", "", "", ""),
        (
            "{{ dong.stt }}",
            "{{ dong.ma }}",
            "{{ dong.ten }}",
            "{% for kn in dong.kien_nghi %}{{ kn.van_ban }}; {% endfor %}",
            "{% for nd in dong.noi_dung %}{{ nd.noi_dung }}; {% endfor %}",
        ),
        ("{%tr endfor %}", "", "", "", ""),
        ("{%tr endfor %}", "", "", "", ""),
        ("{%tr endfor %}", "", "", "", ""),
    ):
        for cell, text in zip(table.add_row().cells, cells):
            cell.text = text
    for text in (
        "{%p for nhom in danh_muc %}",
        "{{ nhom.cap }}",
        "{%p for linh_vuc in nhom.linh_vuc %}",
        "{{ linh_vuc.ten }}",
        "{%p for muc in linh_vuc.thu_tuc %}",
        "{{ muc.stt }}. Thủ tục: {{ muc.ten }} (Mã TTHC {{ muc.ma }})",
        "Nội dung đơn giản hóa",
        "{%p for nd in muc.noi_dung %}",
        "- {{ nd.noi_dung }}. Lý do: {{ nd.ly_do }}",
        "{%p endfor %}",
        "Kiến nghị thực thi",
        "{%p for kn in muc.kien_nghi %}",
        "- {{ kn.cau }}",
        "{%p endfor %}",
        "Lợi ích phương án đơn giản hóa",
        "- Trước: {{ muc.loi_ich.truoc }} đồng/năm.",
        "- Sau: {{ muc.loi_ich.sau }} đồng/năm.",
        "- Tiết kiệm: {{ muc.loi_ich.tiet_kiem }} đồng/năm.",
        "- Tỷ lệ cắt giảm chi phí: {{ muc.loi_ich.ty_le }}.",
        "{%p for dong in muc.thoi_gian %}",
        "- {{ dong }}.",
        "{%p endfor %}",
        "{%p for dong in muc.ghi_chu %}",
        "{{ dong }}",
        "{%p endfor %}",
        "{%p endfor %}",
        "{%p endfor %}",
        "{%p endfor %}",
    ):
        file.add_paragraph(text)
    file.save(path)


def main():
    """Measures."""
    data, out = sys.argv[1:]
    with open(data, encoding="utf-8") as file:
        view = json.load(file)
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/mau.docx"
        template(path)
        times = []
        for _ in range(3):
            start = time.perf_counter()
            file = DocxTemplate(path)
            file.render(view, autoescape=True)
            file.save(out)
            times.append(time.perf_counter() - start)
    print(sorted(times)[1])


main()
