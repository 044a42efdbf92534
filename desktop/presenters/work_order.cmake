# SPDX-License-Identifier: GPL-3.0-or-later
# Presenters of the work-order window.
set(BAYLINE_WORK_ORDER_PRESENTERS
  annotation_presenter.cpp
  bill_presenter.cpp
  documents.cpp paper_layout.cpp
  floor_presenter.cpp floor_sentences.cpp hv_presenter.cpp
  folder_watch.cpp
  inspection_presenter.cpp
  invoice_presenter.cpp
  money_sentences.cpp
  phone_camera_presenter.cpp
  photo_blur.cpp
  photo_intake.cpp
  photo_presenter.cpp
  quote_compare.cpp
  quote_form.cpp
  quote_decision.cpp
  quote_offers.cpp
  quote_presenter.cpp
  repair_presenter.cpp
  talk.cpp
  tax_invoice_file.cpp
  timeline_presenter.cpp
  timeline_sentences.cpp
  work_order_deed.cpp
  work_order_header.cpp
  work_order_presenter.cpp
  work_order_refusals.cpp)
