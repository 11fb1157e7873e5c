"""Where there is no browser, what needs one is not collected; the end of the run says so in capitals."""

from scheduler.report.paper.pdf import browser

collect_ignore = [] if browser() else ["test_page.py", "test_pdf.py"]
