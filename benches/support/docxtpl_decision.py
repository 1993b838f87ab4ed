"""The decision written with docxtpl: the smallest template that has the same tables, the same paragraphs and the same words.

usage: docxtpl_decision.py DATA.json OUT.docx OURS.docx

Prints the fewest seconds that loading the template, rendering it and saving the file took, after it has compared what both files say,
paragraph by paragraph. Starting Python and importing are left out; so is all that is no word: bold and italic letters.
"""

import json
import sys
import tempfile
import time

import docx
import jinja2
from docxtpl import DocxTemplate

PARAGRAPH = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"
TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
BREAK = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}br"

RANGE = "{% set pham_vi = 'thuộc thẩm quyền quản lý và giải quyết của ' ~ dia_phuong %}"

BEFORE = [
    "QUYẾT ĐỊNH",
    "Về việc thông qua phương án đơn giản hóa thủ tục hành chính {{ pham_vi }} năm {{ the_thuc.nam }}",
    "{{ the_thuc.nguoi_ban_hanh | upper }}",
    "{%p for dong in can_cu %}",
    "{{ dong }}{{ '.' if loop.last else ';' }}",
    "{%p endfor %}",
    "QUYẾT ĐỊNH:",
    "Điều 1. Thông qua phương án đơn giản hóa {{ so_thu_tuc }} thủ tục hành chính {{ pham_vi }}"
    "{% if co_cau %}, trong đó: {{ co_cau }}{% endif %} (chi tiết tại Phụ lục kèm theo).",
    "Điều 2. Tổ chức thực hiện",
    "1. Giao {{ don_vi_thuc_hien }} triển khai, thực thi phương án đơn giản hóa thủ tục hành chính nêu tại Điều 1 Quyết định này"
    "{% if co_giam_thoi_gian or co_kien_nghi or co_tham_quyen %}, trong đó:{% else %}.{% endif %}",
    "{%p if co_giam_thoi_gian %}",
    "- Đối với nội dung giảm thời gian giải quyết: chủ động thực hiện trên thực tế, cập nhật quy trình nội bộ, quy trình điện tử.",
    "{%p endif %}",
    "{%p if co_kien_nghi %}",
    "- Đối với nội dung kiến nghị cơ quan có thẩm quyền: thường xuyên theo dõi, phối hợp tham mưu "
    "{{ the_thuc.nguoi_ban_hanh }} triển khai sau khi quy định tương ứng được điều chỉnh.",
    "{%p endif %}",
    "{%p if co_tham_quyen %}",
    "- Đối với nội dung thuộc thẩm quyền: tham mưu {{ the_thuc.nguoi_ban_hanh }} ban hành hoặc trình ban hành văn bản để thực thi.",
    "{%p endif %}",
    "2. Giao {{ don_vi_tham_muu }} kiểm tra, đôn đốc việc thực hiện Quyết định này; báo cáo kết quả thực hiện rà soát, đơn giản "
    "hóa thủ tục hành chính {% if noi_bao_cao %}về {{ noi_bao_cao }}{% else %}theo quy định{% endif %}.",
    "Điều 3. Quyết định này có hiệu lực thi hành kể từ ngày ký.",
    "Điều 4. Chánh {{ don_vi_tham_muu }}; {% for nguoi in thu_truong %}{{ nguoi }}; {% endfor %}Thủ trưởng các cơ quan, đơn vị và "
    "các tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./.",
]

ANNEX = [
    "PHỤ LỤC",
    "PHƯƠNG ÁN ĐƠN GIẢN HÓA THỦ TỤC HÀNH CHÍNH {{ pham_vi | upper }} NĂM {{ the_thuc.nam }}",
    "(Kèm theo Quyết định số /{{ the_thuc.ky_hieu }} ngày tháng năm {{ the_thuc.nam }} của {{ the_thuc.nguoi_ban_hanh }})",
    "PHẦN I. DANH MỤC PHƯƠNG ÁN ĐƠN GIẢN HÓA THỦ TỤC HÀNH CHÍNH",
]

LIST = [
    ("STT", "Mã số TTHC", "Tên thủ tục hành chính", "Văn bản, quy định kiến nghị đơn giản hóa", "Nội dung đề xuất"),
    ("{%tr for nhom in danh_muc %}", "", "", "", ""),
    ("{{ loop.index | chu_cai }}", "THỦ TỤC HÀNH CHÍNH {{ nhom.cap | upper }}"),
    ("{%tr for linh_vuc in nhom.linh_vuc %}", "", "", "", ""),
    ("{{ loop.index | la_ma }}", "Lĩnh vực {{ linh_vuc.ten }}"),
    ("{%tr for dong in linh_vuc.thu_tuc %}", "", "", "", ""),
    (
        "{{ dong.stt }}",
        "{{ dong.ma }}",
        "{{ dong.ten }}",
        "{% for kn in dong.kien_nghi %}{{ kn.van_ban }}{% if not loop.last %}; {% endif %}{% endfor %}",
        "{% for nd in dong.noi_dung %}{{ nd.noi_dung }}{% if not loop.last %}; {% endif %}{% endfor %}",
    ),
    ("{%tr endfor %}", "", "", "", ""),
    ("{%tr endfor %}", "", "", "", ""),
    ("{%tr endfor %}", "", "", "", ""),
]

ITEMS = [
    "PHẦN II. NỘI DUNG PHƯƠNG ÁN ĐƠN GIẢN HÓA THỦ TỤC HÀNH CHÍNH",
    "{%p for nhom in danh_muc %}",
    "{{ loop.index | chu_cai }}. THỦ TỤC HÀNH CHÍNH {{ nhom.cap | upper }}",
    "{%p for linh_vuc in nhom.linh_vuc %}",
    "{{ loop.index | la_ma }}. LĨNH VỰC {{ linh_vuc.ten | upper }}",
    "{%p for muc in linh_vuc.thu_tuc %}",
    "{{ muc.stt }}. Thủ tục: {{ muc.ten }} (Mã TTHC {{ muc.ma }})",
    "{{ muc.stt }}.1. Nội dung đơn giản hóa",
    "{%p for nd in muc.noi_dung %}",
    "- {{ nd.noi_dung }}.",
    "{%p if loop.last or loop.nextitem.ly_do != nd.ly_do %}",
    "Lý do: {{ nd.ly_do }}",
    "{%p endif %}",
    "{%p endfor %}",
    "{{ muc.stt }}.2. Kiến nghị thực thi",
    "{%p for kn in muc.kien_nghi %}",
    "- {{ kn.cau }}",
    "{%p endfor %}",
    "{%p if muc.cong_bo %}",
    "- {{ muc.cong_bo }}",
    "{%p endif %}",
    "{{ muc.stt }}.3. Lợi ích phương án đơn giản hóa",
    "- Chi phí tuân thủ TTHC trước khi đơn giản hóa: {{ muc.loi_ich.truoc }} đồng/năm.",
    "- Chi phí tuân thủ TTHC sau khi đơn giản hóa: {{ muc.loi_ich.sau }} đồng/năm.",
    "- Chi phí tiết kiệm: {{ muc.loi_ich.tiet_kiem }} đồng/năm.",
    "- Tỷ lệ cắt giảm chi phí: {{ muc.loi_ich.ty_le }}.",
    "{%p for dong in muc.thoi_gian %}",
    "- {{ dong }}.",
    "{%p endfor %}",
    "{%p if muc.ghi_chu %}",
    "Ghi chú: {% for dong in muc.ghi_chu %}{{ dong }}{% if not loop.last %} {% endif %}{% endfor %}",
    "{%p endif %}",
    "{%p if muc.lo_trinh %}",
    "{{ muc.stt }}.4. Lộ trình thực hiện: Năm {{ muc.lo_trinh }}.",
    "{%p endif %}",
    "{%p endfor %}",
    "{%p endfor %}",
    "{%p endfor %}",
    "TỔNG HỢP LỢI ÍCH CỦA PHƯƠNG ÁN",
    "- Số thủ tục hành chính có phương án đơn giản hóa: {{ so_thu_tuc }}{% if co_cau %} ({{ co_cau }}){% endif %}.",
    "{%p if so_phuong_an %}",
    "- Số phương án đơn giản hóa: {{ so_phuong_an }} (có phương án áp dụng cho nhiều thủ tục).",
    "{%p endif %}",
    "{%p if so_giu_nguyen != '00' %}",
    "- Số thủ tục hành chính đã rà soát và giữ nguyên: {{ so_giu_nguyen }}.",
    "{%p endif %}",
    "- Tổng chi phí tuân thủ TTHC trước khi đơn giản hóa: {{ tong.truoc }} đồng/năm.",
    "- Tổng chi phí tuân thủ TTHC sau khi đơn giản hóa: {{ tong.sau }} đồng/năm.",
    "- Tổng chi phí tiết kiệm: {{ tong.tiet_kiem }} đồng/năm.",
    "- Tỷ lệ cắt giảm chi phí: {{ tong.ty_le }}.",
    "Ghi chú (danh mục phiên bản {{ phien_ban }}):",
    "{%p for dong in luu_y %}",
    "- {{ dong }}",
    "{%p endfor %}",
]


def columns(file, left, right):
    """Two lists of paragraphs side by side."""
    cells = file.add_table(rows=1, cols=2).rows[0].cells
    for cell, lines in zip(cells, (left, right)):
        cell.text = lines[0]
        for line in lines[1:]:
            cell.add_paragraph(line)


def template(path):
    """Writes the template."""
    file = docx.Document()
    file.add_paragraph("{%p " + RANGE[2:])
    columns(
        file,
        ["{%p for dong in the_thuc.co_quan %}", "{{ dong }}", "{%p endfor %}", ""],
        ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"],
    )
    columns(
        file,
        ["Số: /{{ the_thuc.ky_hieu }}"],
        ["{{ the_thuc.dia_danh }}, ngày tháng năm {{ the_thuc.nam }}"],
    )
    for line in BEFORE:
        file.add_paragraph(line)
    columns(
        file,
        ["Nơi nhận:", "{%p for dong in noi_nhan %}", "- {{ dong }}{{ '.' if loop.last else ';' }}", "{%p endfor %}", ""],
        ["{%p if the_thuc.quyen_han %}", "{{ the_thuc.quyen_han }}", "{%p endif %}", "{{ the_thuc.chuc_vu }}", "{{ the_thuc.ho_ten }}"],
    )
    for line in ANNEX:
        file.add_paragraph(line)
    table = file.add_table(rows=0, cols=5)
    for texts in LIST:
        cells = table.add_row().cells
        if len(texts) == 2:
            cells[1].merge(cells[4])
        for cell, text in zip(cells, texts):
            cell.text = text
    for line in ITEMS:
        file.add_paragraph(line)
    file.save(path)


def filters():
    """Those of our template that Jinja does not have."""
    environment = jinja2.Environment()
    environment.filters["chu_cai"] = lambda number: "ABCDĐEGHIKLMNOPQRSTUVXY"[number - 1]
    tens, ones = ["", "X", "XX", "XXX"], ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
    environment.filters["la_ma"] = lambda number: tens[number // 10] + ones[number % 10]
    return environment


def words(path):
    """What a file says, paragraph by paragraph, whatever white space there is."""
    said = []
    for paragraph in docx.Document(path).element.body.iter(PARAGRAPH):
        parts = [" " if part.tag == BREAK else part.text or "" for part in paragraph.iter(TEXT, BREAK)]
        said.append(" ".join("".join(parts).split()))
    return [line for line in said if line]


def main():
    """Measures."""
    data, out, ours = sys.argv[1:]
    with open(data, encoding="utf-8") as file:
        view = json.load(file)
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/mau.docx"
        template(path)
        times = []
        for _ in range(7):
            start = time.perf_counter()
            file = DocxTemplate(path)
            file.render(view, filters(), autoescape=True)
            file.save(out)
            times.append(time.perf_counter() - start)
    theirs, ours = words(out), words(ours)
    for one, other in zip(theirs, ours):
        if one != other:
            sys.exit(f"the files say different things: {one!r} and {other!r}")
    if len(theirs) != len(ours):
        sys.exit(f"{len(theirs)} and {len(ours)} paragraphs")
    print(min(times))


main()
