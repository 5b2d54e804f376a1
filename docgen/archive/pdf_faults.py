"""What damaged, encrypted or hostile PDFs make pikepdf and those who read its objects raise."""

import pikepdf

# qpdf has errors of its own; beneath it objects may be of any type, refer to themselves, or claim
# numbers and texts that are none.
PDF_FAULTS: tuple[type[Exception], ...] = (
    pikepdf.PdfError, pikepdf.PasswordError, pikepdf.DataDecodingError, ArithmeticError,
    AttributeError, LookupError, NotImplementedError, RuntimeError, TypeError, ValueError,
)  # fmt: skip


def why_unopened(fault: Exception) -> str:
    """Return in words why a PDF cannot be opened."""
    if isinstance(fault, pikepdf.PasswordError):
        return "设了密码，打不开。本系统生成的 PDF 不设密码，请用原来的文件核验。"
    return "打不开，不是完整的 PDF。"
