"""The dossier written with docxtpl: the smallest templates that have the same tables, the same paragraphs and the same words.

usage: docxtpl_dossier.py DATA.json THEIRS OURS

THEIRS and OURS are folders; what stands in OURS is compared, paragraph by paragraph. Prints for each document its name and the fewest
seconds that loading the template, rendering it and saving the file took. Starting Python and importing are left out; so is all that is
no word: bold and italic letters, and that a change is one of Word's own.
"""

import json
import sys
import tempfile
import time

import docx
import jinja2
from docxtpl import DocxTemplate

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARAGRAPH, TEXT, DELETED, BREAK, TAB = (WORD + name for name in ("p", "t", "delText", "br", "tab"))

class Columns:
    """Two lists of paragraphs side by side."""

    def __init__(self, left, right):
        self.left, self.right = left, right

    def write(self, file):
        cells = file.add_table(rows=1, cols=2).rows[0].cells
        for cell, lines in zip(cells, (self.left, self.right)):
            cell.text = lines[0]
            for line in lines[1:]:
                cell.add_paragraph(line)


class Table:
    """Rows of texts; a text in a pair with a number takes so many columns, a text alone is a loop or its end."""

    def __init__(self, width, *rows):
        self.width, self.rows = width, rows

    def write(self, file):
        table = file.add_table(rows=0, cols=self.width)
        for row in self.rows:
            cells = table.add_row().cells
            if isinstance(row, str):
                cells[0].text = row
                continue
            at = 0
            for text in row:
                text, span = text if isinstance(text, tuple) else (text, 1)
                cell = cells[at].merge(cells[at + span - 1]) if span > 1 else cells[at]
                cell.text = text
                at += span


def each(name, items, *rows):
    """A loop over rows of a table."""
    return (f"{{%tr for {name} in {items} %}}", *rows, "{%tr endfor %}")


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

LIST = Table(
    5,
    ("STT", "Mã số TTHC", "Tên thủ tục hành chính", "Văn bản, quy định kiến nghị đơn giản hóa", "Nội dung đề xuất"),
    *each(
        "nhom",
        "danh_muc",
        ("{{ loop.index | chu_cai }}", ("THỦ TỤC HÀNH CHÍNH {{ nhom.cap | upper }}", 4)),
        *each(
            "linh_vuc",
            "nhom.linh_vuc",
            ("{{ loop.index | la_ma }}", ("Lĩnh vực {{ linh_vuc.ten }}", 4)),
            *each(
                "dong",
                "linh_vuc.thu_tuc",
                (
                    "{{ dong.stt }}",
                    "{{ dong.ma }}",
                    "{{ dong.ten }}",
                    "{% for kn in dong.kien_nghi %}{{ kn.van_ban }}{% if not loop.last %}; {% endif %}{% endfor %}",
                    "{% for nd in dong.noi_dung %}{{ nd.noi_dung }}{% if not loop.last %}; {% endif %}{% endfor %}",
                ),
            ),
        ),
    ),
)

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


MOTTO = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
DATE = ["{{ the_thuc.dia_danh }}, ngày tháng năm {{ the_thuc.nam }}"]

DECISION = [
    Columns(["{%p for dong in the_thuc.co_quan %}", "{{ dong }}", "{%p endfor %}", ""], MOTTO),
    Columns(["Số: /{{ the_thuc.ky_hieu }}"], DATE),
    *BEFORE,
    Columns(
        ["Nơi nhận:", "{%p for dong in noi_nhan %}", "- {{ dong }}{{ '.' if loop.last else ';' }}", "{%p endfor %}", ""],
        ["{%p if the_thuc.quyen_han %}", "{{ the_thuc.quyen_han }}", "{%p endif %}", "{{ the_thuc.chuc_vu }}", "{{ the_thuc.ho_ten }}"],
    ),
    *ANNEX,
    LIST,
    *ITEMS,
]


def head(kind):
    """The head of what the unit writes that submits."""
    superior = ["{%p for dong in don_vi_trinh.chu_quan %}", "{{ dong }}", "{%p endfor %}", "{{ don_vi_trinh.ten | upper }}"]
    return [Columns(superior, MOTTO), Columns([f"Số: /{kind}-{{{{ don_vi_trinh.ky_hieu }}}}"], DATE)]


SIGNED = Columns(
    ["Nơi nhận:", "- Như trên;", "- Lưu: VT."],
    ["{{ don_vi_trinh.chuc_vu }}", "{{ don_vi_trinh.ho_ten }}"],
)
NOTES = ["{%p for dong in luu_y %}", "{{ dong }}", "{%p endfor %}"]
STEPS = ["{%p for dong in qua_trinh %}", "- {{ dong }}.", "{%p endfor %}"]

SUBMISSION = [
    *head("TTr"),
    "TỜ TRÌNH",
    "Về việc thông qua phương án đơn giản hóa thủ tục hành chính {{ pham_vi }} năm {{ the_thuc.nam }}",
    "Kính gửi: {{ the_thuc.nguoi_ban_hanh }}",
    "{{ don_vi_trinh.ten }} kính trình {{ the_thuc.nguoi_ban_hanh }} xem xét, thông qua phương án đơn giản hóa {{ so_thu_tuc }} thủ tục "
    "hành chính {{ pham_vi }} như sau:",
    "1. Cơ sở pháp lý, sự cần thiết",
    "{%p for dong in co_so_phap_ly %}",
    "- {{ dong }}{{ '.' if loop.last else ';' }}",
    "{%p endfor %}",
    "Qua rà soát {{ so_ra_soat }} thủ tục hành chính, {{ so_thu_tuc }} thủ tục còn nội dung có thể bãi bỏ, sửa đổi, bổ sung để giảm giấy "
    "tờ, thời gian và chi phí của người dân, doanh nghiệp; từng nội dung và lý do nêu tại Phụ lục của dự thảo Quyết định.",
    "2. Quá trình rà soát",
    "- Số thủ tục hành chính đã rà soát, đánh giá: {{ so_ra_soat }}; giữ nguyên: {{ so_giu_nguyen }}; có phương án đơn giản hóa: "
    "{{ so_thu_tuc }}.",
    *STEPS,
    "- Ý kiến tiếp thu, giải trình: …",
    "3. Nội dung chính của phương án",
    Table(
        4,
        ("STT", "Phương án", "Số thủ tục", "Lĩnh vực"),
        *each("dong", "phuong_an", ("{{ loop.index }}", "{{ dong.ten }}", "{{ dong.so_thu_tuc }}", "{{ dong.linh_vuc }}")),
        ("", "Tổng cộng", "{{ so_thu_tuc }}", ""),
    ),
    "4. Lợi ích của phương án",
    "- Tổng chi phí tuân thủ TTHC trước khi đơn giản hóa: {{ tong.truoc }} đồng/năm.",
    "- Tổng chi phí tuân thủ TTHC sau khi đơn giản hóa: {{ tong.sau }} đồng/năm.",
    "- Tổng chi phí tiết kiệm: {{ tong.tiet_kiem }} đồng/năm. Tỷ lệ cắt giảm chi phí: {{ tong.ty_le }}.",
    *NOTES,
    "5. Kiến nghị",
    "{{ don_vi_trinh.ten }} kính trình {{ the_thuc.nguoi_ban_hanh }} xem xét, quyết định./.",
    "(Hồ sơ kèm theo: dự thảo Quyết định và Phụ lục; Báo cáo kết quả rà soát, đánh giá thủ tục hành chính.)",
    SIGNED,
]

COUNTS = ["ra_soat", "giu_nguyen", "bai_bo", "thay_the", "sua_doi", "hop_nhat", "phan_cap", "lien_thong", "khac", "ty_le"]
COUNTS += ["loi_ich.tiet_kiem", "loi_ich.ty_le"]


def measures(items):
    """The table of what has to be done, or that there is nothing."""
    return Table(
        6,
        ("STT", "Tên thủ tục hành chính", "Nội dung", "Văn bản, điều khoản", "Cơ quan có thẩm quyền", "Thời hạn"),
        *each(
            "dong",
            items,
            (
                "{{ loop.index }}",
                "{{ dong.ten }} (Mã TTHC {{ dong.ma }})",
                "{% for nd in dong.noi_dung %}{{ nd }}{% if not loop.last %}; {% endif %}{% endfor %}",
                "{{ dong.van_ban }}",
                "{{ dong.co_quan }}",
                "{{ dong.thoi_han }}",
            ),
        ),
        f"{{%tr if not {items} %}}",
        ("", "Không có", "", "", "", ""),
        "{%tr endif %}",
    )


REPORT = [
    *head("BC"),
    "BÁO CÁO",
    "Kết quả rà soát, đánh giá thủ tục hành chính {{ pham_vi }} năm {{ the_thuc.nam }}",
    "Kính gửi: {{ the_thuc.nguoi_ban_hanh }}",
    "I. TÌNH HÌNH TỔ CHỨC THỰC HIỆN",
    "{{ don_vi_trinh.ten }} đã rà soát, đánh giá {{ so_ra_soat }} thủ tục hành chính của danh mục phiên bản {{ phien_ban }}.",
    *STEPS,
    "II. KẾT QUẢ RÀ SOÁT",
    "1. Số thủ tục hành chính đã rà soát: {{ so_ra_soat }}; giữ nguyên {{ so_giu_nguyen }}; có phương án đơn giản hóa {{ so_thu_tuc }}"
    "{% if co_cau %} ({{ co_cau }}){% endif %}; tỷ lệ đơn giản hóa {{ ket_qua_chung.ty_le }}.",
    "2. Kết quả theo phương án: Bảng 1. Tổng chi phí tuân thủ trước khi đơn giản hóa {{ tong.truoc }} đồng/năm; sau khi đơn giản hóa "
    "{{ tong.sau }} đồng/năm; tiết kiệm {{ tong.tiet_kiem }} đồng/năm; tỷ lệ cắt giảm {{ tong.ty_le }}.",
    "3. Phương án thuộc thẩm quyền và kiến nghị cơ quan có thẩm quyền: Bảng 2 ({{ thuoc_tham_quyen | length }} nội dung) và Bảng 3 "
    "({{ kien_nghi_khac | length }} nội dung).",
    "4. Sáng kiến cải cách: …",
    "III. THUẬN LỢI, KHÓ KHĂN, VƯỚNG MẮC, NGUYÊN NHÂN",
    "…",
    "IV. KIẾN NGHỊ, ĐỀ XUẤT",
    "Đề nghị {{ the_thuc.nguoi_ban_hanh }} xem xét, thông qua phương án đơn giản hóa {{ so_thu_tuc }} thủ tục hành chính theo dự thảo "
    "Quyết định kèm theo.",
    *NOTES,
    "Trên đây là kết quả rà soát, đánh giá thủ tục hành chính năm {{ the_thuc.nam }}, {{ don_vi_trinh.ten }} kính báo cáo "
    "{{ the_thuc.nguoi_ban_hanh }} xem xét, chỉ đạo./.",
    SIGNED,
    "CÁC BẢNG KÈM THEO BÁO CÁO",
    "Bảng 1. KẾT QUẢ RÀ SOÁT THEO LĨNH VỰC",
    Table(
        14,
        (
            *("STT", "Lĩnh vực", "Số TTHC rà soát", "Giữ nguyên", "Bãi bỏ", "Thay thế", "Sửa đổi, bổ sung", "Hợp nhất", "Phân cấp"),
            *("Liên thông", "Khác", "Tỷ lệ đơn giản hóa", "Chi phí cắt giảm (đ/năm)", "Tỷ lệ cắt giảm"),
        ),
        *each(
            "dong",
            "ket_qua",
            ("{{ loop.index }}", "{{ dong.linh_vuc }}", *(f"{{{{ dong.{name} }}}}" for name in COUNTS)),
        ),
        ("", "{{ ket_qua_chung.linh_vuc }}", *(f"{{{{ ket_qua_chung.{name} }}}}" for name in COUNTS)),
    ),
    "Bảng 2. PHƯƠNG ÁN THUỘC THẨM QUYỀN",
    measures("thuoc_tham_quyen"),
    "Bảng 3. PHƯƠNG ÁN KIẾN NGHỊ CƠ QUAN CÓ THẨM QUYỀN",
    measures("kien_nghi_khac"),
]

COMPARISON = [
    "BẢN SO SÁNH",
    "Quy định hiện hành và nội dung đề xuất của {{ so_thu_tuc }} thủ tục hành chính có phương án đơn giản hóa năm {{ the_thuc.nam }}",
    "(Kèm theo Tờ trình của {{ don_vi_trinh.ten }}; danh mục phiên bản {{ phien_ban }})",
    Table(
        5,
        ("STT", "Nội dung", "Hiện hành", "Đề xuất", "Lý do"),
        *each(
            "thu_tuc",
            "so_sanh",
            ("{{ thu_tuc.stt }}", ("{{ thu_tuc.ten }} (Mã TTHC {{ thu_tuc.ma }})", 4)),
            *each(
                "dong",
                "thu_tuc.thay_doi",
                ("", "{{ dong.nhan }}", "{{ dong.hien_hanh }}", "{{ dong.de_xuat or 'Bỏ' }}", "{{ dong.ly_do }}"),
            ),
        ),
    ),
]

CHANGES = [
    "NỘI DUNG SỬA ĐỔI",
    "Thể hiện trên quy định hiện hành của {{ so_thu_tuc }} thủ tục hành chính có phương án đơn giản hóa năm {{ the_thuc.nam }}",
    "(Phần bỏ và phần thêm được đánh dấu; danh mục phiên bản {{ phien_ban }})",
    "{%p for thu_tuc in so_sanh %}",
    "{{ thu_tuc.stt }}. {{ thu_tuc.ten }} (Mã TTHC {{ thu_tuc.ma }})",
    "{%p for dong in thu_tuc.thay_doi %}",
    "{{ dong.nhan }}: {% for doan in dong.doan %}{% if doan.gap %}{{ doan.gap }}{% else %}{% for vet in doan.vet %}{{ vet.chu }}"
    "{% endfor %}{% endif %}{% if not loop.last %} {% endif %}{% endfor %}",
    "{%p endfor %}",
    "{%p endfor %}",
]

COSTS = [
    "BẢNG TÍNH CHI PHÍ TUÂN THỦ THỦ TỤC HÀNH CHÍNH",
    "Trước và sau đơn giản hóa, năm {{ the_thuc.nam }}",
    "(Đơn vị tính: đồng; danh mục phiên bản {{ phien_ban }})",
    "{%p for thu_tuc in chi_phi %}",
    "{{ thu_tuc.stt }}. {{ thu_tuc.ten }} (Mã TTHC {{ thu_tuc.ma }})",
    "{%p for bang in thu_tuc.bang %}",
    "{{ bang.ten }}: TNBQ/01 giờ làm việc {{ bang.tnbq }} đồng; {{ bang.so_lan }} lần/01 năm; {{ bang.so_doi_tuong }} đối tượng tuân "
    "thủ/01 năm",
    Table(
        8,
        (
            *("STT", "Các công việc khi thực hiện TTHC", "Cách thức thực hiện", "Thời gian (giờ)", "Thuê tư vấn, dịch vụ"),
            *("Phí, lệ phí, chi phí khác", "Chi phí thực hiện", "Ghi chú"),
        ),
        *each(
            "nhom",
            "bang.nhom",
            ("{{ nhom.so }}", ("{{ nhom.ten }}", 7)),
            *each(
                "viec",
                "nhom.viec",
                (
                    *("{{ nhom.so }}.{{ loop.index }}", "{{ viec.viec }}", "{{ viec.cach }}", "{{ viec.gio }}", "{{ viec.dich_vu }}"),
                    *("{{ viec.phi }}", "{{ viec.chi_phi }}", "{{ viec.ghi_chu }}"),
                ),
            ),
        ),
        ("", ("TỔNG một lần thực hiện", 5), "{{ bang.mot_lan }}", ""),
        ("", ("TỔNG chi phí thực hiện TTHC/01 năm", 5), "{{ bang.mot_nam }}", ""),
    ),
    "{%p endfor %}",
    "{%p if not thu_tuc.bang %}",
    "Không còn phải thực hiện.",
    "{%p endif %}",
    "Trước khi đơn giản hóa: {{ thu_tuc.loi_ich.truoc }} đồng/năm; sau khi đơn giản hóa: {{ thu_tuc.loi_ich.sau }} đồng/năm; tiết kiệm: "
    "{{ thu_tuc.loi_ich.tiet_kiem }} đồng/năm; tỷ lệ cắt giảm: {{ thu_tuc.loi_ich.ty_le }}.",
    "{%p endfor %}",
    *NOTES,
]

DOSSIER = {
    "quyet-dinh": DECISION,
    "to-trinh": SUBMISSION,
    "bao-cao": REPORT,
    "doi-chieu": COMPARISON,
    "sua-doi": CHANGES,
    "chi-phi": COSTS,
}


def template(path, blocks):
    """Writes a template."""
    file = docx.Document()
    file.add_paragraph("{%p " + RANGE[2:])
    for block in blocks:
        if isinstance(block, str):
            file.add_paragraph(block)
        else:
            block.write(file)
    file.save(path)


def filters():
    """Those of our templates that Jinja does not have."""
    environment = jinja2.Environment()
    environment.filters["chu_cai"] = lambda number: "ABCDĐEGHIKLMNOPQRSTUVXY"[number - 1]
    tens, ones = ["", "X", "XX", "XXX"], ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
    environment.filters["la_ma"] = lambda number: tens[number // 10] + ones[number % 10]
    return environment


def words(path):
    """What a file says, paragraph by paragraph, whatever white space there is."""
    said = []
    for paragraph in docx.Document(path).element.body.iter(PARAGRAPH):
        parts = [part.text or "" if part.tag in (TEXT, DELETED) else " " for part in paragraph.iter(TEXT, DELETED, BREAK, TAB)]
        said.append(" ".join("".join(parts).split()))
    return [line for line in said if line]


def same(name, theirs, ours):
    """Stops where two files do not say the same."""
    theirs, ours = words(theirs), words(ours)
    for one, other in zip(theirs, ours):
        if one != other:
            sys.exit(f"{name}: the files say different things: {one!r} and {other!r}")
    if len(theirs) != len(ours):
        sys.exit(f"{name}: {len(theirs)} and {len(ours)} paragraphs")


def main():
    """Measures."""
    data, theirs, ours = sys.argv[1:]
    with open(data, encoding="utf-8") as file:
        view = json.load(file)
    for name, blocks in DOSSIER.items():
        with tempfile.TemporaryDirectory() as folder:
            path = f"{folder}/mau.docx"
            template(path, blocks)
            times = []
            for _ in range(5):
                start = time.perf_counter()
                file = DocxTemplate(path)
                file.render(view, filters(), autoescape=True)
                file.save(f"{theirs}/{name}.docx")
                times.append(time.perf_counter() - start)
        same(name, f"{theirs}/{name}.docx", f"{ours}/{name}.docx")
        print(name, min(times), flush=True)


main()
