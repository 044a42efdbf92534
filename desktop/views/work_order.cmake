# SPDX-License-Identifier: GPL-3.0-or-later
# The work-order window, its pages, photos and papers.
set(BAYLINE_WORK_ORDER_VIEWS
  bill_dialogs.cpp
  document_canvas.cpp
  document_painter.cpp
  document_preview.cpp
  document_print.cpp
  draft_keeper.cpp
  floor_dialogs.cpp floor_panel.cpp hv_panel.cpp
  inspection_page.cpp
  inspection_row_panel.cpp
  invoice_page.cpp
  invoice_page_form.cpp
  invoice_page_papers.cpp
  invoice_page_payers.cpp
  photo_decode.cpp
  photo_drop.cpp
  photo_grid.cpp
  photo_mark_dialog.cpp
  photo_marks_painter.cpp
  photo_page.cpp
  photo_page_sources.cpp
  photo_strip.cpp
  photo_viewer.cpp
  quote_compare_dialog.cpp
  quote_decision_panel.cpp
  quote_line_catalogue.cpp quote_line_editor.cpp quote_line_form.cpp
  quote_page.cpp
  quote_page_offers.cpp
  work_order_complaint.cpp
  work_order_frame.cpp
  work_order_head.cpp
  work_order_link.cpp
  work_order_parts.cpp
  work_order_repair.cpp
  work_order_tabs.cpp
  work_order_talk.cpp
  work_order_timeline.cpp
  work_order_window.cpp)
